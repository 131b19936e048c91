using DualScale.Numerics;
using DualScale.Numerics.Operations;

namespace DualScale.Tests.Numerics;

/// <summary>The gradient of every operation against central differences in double precision.</summary>
public sealed unsafe class GradientTests
{
    private const int BatchRows = 5;
    private const int TimestepRows = 3;

    // Each builds a graph on the batch input x (3 wide) and the timestep input t (2 wide).
    private static readonly Dictionary<string, Func<Graph, Node, Node, Node>> Builders = new()
    {
        ["Add"] = (g, x, t) => g.Linear("a", 4, x) + g.Linear("b", 1, x),
        ["Add of equal widths, twice the same"] = (g, x, t) => { var y = g.Linear("a", 4, x); return y + y; },
        ["Linear with residual"] = (g, x, t) => { var y = g.Linear("a", 4, x); return y + g.Linear("b", 4, g.Relu(y)); },
        ["Linear over both domains"] = (g, x, t) => g.Linear("a", 4, x, t),
        ["Linear over timesteps"] = (g, x, t) => g.Linear("a", 4, t) + g.Linear("b", 4, x),
        ["Multiply"] = (g, x, t) => g.Linear("a", 4, x) * g.Linear("b", 4, x),
        ["Multiply by one column"] = (g, x, t) => g.Linear("a", 1, x) * g.Linear("b", 4, x),
        ["Multiply across domains"] = (g, x, t) => g.Linear("a", 1, t) * g.Linear("b", 4, x),
        ["Affine"] = (g, x, t) => 2.5 - 0.5 * g.Linear("a", 4, x),
        ["Columns"] = (g, x, t) => { var y = g.Linear("a", 5, x); return g.Column(y, 1) * g.Columns(y, 2, 3); },
        ["LeakyRelu"] = (g, x, t) => g.LeakyRelu(g.Linear("a", 9, x), 0.2f) + g.Relu(g.Linear("b", 9, x)),
        ["Sigmoid"] = (g, x, t) => g.Sigmoid(g.Linear("a", 3, x)),
        ["Softmax"] = (g, x, t) => g.Softmax(g.Linear("a", 4, x)),
        ["SinusoidalEmbedding"] = (g, x, t) => g.SinusoidalEmbedding(g.Linear("a", 2, x), 6, 1.5f),
        ["Silu"] = (g, x, t) => g.Silu(g.Linear("a", 9, x)) * g.Silu(g.Linear("b", 9, t)),
        ["DampedSinusoids over levels, GaussianDecay"] =
            (g, x, t) => g.ExpectedSinusoids(g.Linear("a", 2, x), g.Column(t, 1), [0.4f, 0.9f, 2]),
        ["GaussianDecay over rows"] = (g, x, t) => g.ExpectedSinusoids(g.Linear("a", 3, x), g.Column(x, 0), [0.3f]),
        ["Modulation"] = (g, x, t) => g.Modulate(g.Linear("a", 9, x), g.Linear("b", 9, t), g.Linear("c", 9, t)),
        ["Modulation twice by the same"] = (g, x, t) =>
        {
            var (scale, shift) = (g.Linear("b", 4, t), g.Linear("c", 4, t));
            return g.Modulate(g.Relu(g.Modulate(g.Linear("a", 4, x), scale, shift)), scale, shift);
        },
        ["Modulation by one node for both"] = (g, x, t) =>
        {
            var both = g.Linear("b", 4, t);
            return g.Modulate(g.Linear("a", 4, x), both, both) + g.Modulate(g.Linear("c", 4, x), both, g.Linear("d", 4, t));
        },
        ["Projection"] = (g, x, t) => g.Project(g.Linear("a", 2, x), [[0.6f, 0.8f], [1, 0], [-0.5f, 2]]),
        ["PosteriorMean"] = (g, x, t) => g.PosteriorMean(
            g.Linear("a", 5, x), 1 - 0.2 * g.Column(t, 0), 1.5 - 0.1 * g.Column(t, 1),
            [
                new PointLaw(1, [[0.9f, -0.4f], [-0.8f, 1.1f], [0.1f, 0.3f]], [0.5, 0.3, 0.2]),
                new PointLaw(4, [[-0.5f], [2f]], [0.7, 0.3]),
            ], 1.3),
        ["PosteriorMean of more points than a vector holds, read twice"] = (g, x, t) =>
        {
            var y = g.Linear("a", 4, x);
            float[][] points =
                [.. Enumerable.Range(0, 11).Select(k => (float[])[k % 3 - 0.9f, k % 5 * 0.4f - 0.7f, k * 0.1f - 0.5f])];
            var law = new PointLaw(1, points, [.. points.Select(_ => 1 / 11.0)]);
            return y + g.PosteriorMean(y, 1 - 0.2 * g.Column(t, 0), 1.5 - 0.1 * g.Column(t, 1), [law], 1, y);
        },
        ["PosteriorMean, tilted"] = (g, x, t) => g.PosteriorMean(
            g.Linear("a", 4, x), 1 - 0.2 * g.Column(t, 0), 1.5 - 0.1 * g.Column(t, 1),
            [new PointLaw(0, [[0.9f, -0.4f], [-0.8f, 1.1f], [0.1f, 0.3f]], [0.5, 0.3, 0.2])], 1, g.Linear("b", 4, x)),
        ["NormalMean"] = (g, x, t) => g.NormalMean(
            g.Linear("a", 4, x), 1 - 0.2 * g.Column(t, 0), 1.5 - 0.1 * g.Column(t, 1), [0, 3],
            new NormalParameters(
                g.Constant("m", [2], [0.3f, -1]), g.Constant("v", [2, 2], [0.6f, 0.8f, -0.8f, 0.6f]),
                g.Constant("l", [2], [1.7f, 0.1f])),
            given: null),
        ["NormalEvidence"] = (g, x, t) => g.NormalEvidence(
            g.Linear("a", 4, x), 1 - 0.2 * g.Column(t, 0), 1.5 - 0.1 * g.Column(t, 1), [0, 3],
            new NormalParameters(
                g.Constant("m", [2], [0.3f, -1]), g.Constant("v", [2, 2], [0.6f, 0.8f, -0.8f, 0.6f]),
                g.Constant("l", [2], [1.7f, 0.1f]), g.Constant("o", [3, 2], [1, 0.5f, -0.4f, 0.3f, 0.2f, -0.8f])),
            given: null),
        ["Dropout"] = (g, x, t) => { var y = g.Linear("a", 9, x); return g.Dropout(y, 0.3) * g.Silu(y); },
        ["Dropout over levels, twice"] = (g, x, t) => g.Dropout(g.Dropout(g.Linear("a", 9, t), 0.3), 0.2) + g.Linear("b", 9, x),
        ["Gather"] = (g, x, t) => g.Softmax(g.Linear("a", 3, t)) * g.Linear("b", 3, x),
        ["Input"] = (g, x, t) => g.Linear("a", 2, x),
    };

    public static TheoryData<string> Names => [.. Builders.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_equals_the_central_difference(string name)
    {
        var graph = new Graph();
        var x = graph.Input(Domain.Batch, 3);
        var t = graph.Input(Domain.Level, 2);
        var y = Builders[name](graph, x, t);
        var prediction = graph.Linear("last", 3, graph.SinusoidalEmbedding(y, 4, 0.7f));
        var target = graph.Input(Domain.Batch, 3);
        GradientCheck.Run(graph, prediction, target, BatchRows, TimestepRows, [new MeanSquaredError(), new DiversityLoss(0.05)]);
    }

    [Fact]
    public void Every_operation_is_checked()
    {
        var operations = typeof(Operation).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract).Select(type => type.Name);
        Assert.All(operations, operation => Assert.Contains(
            [.. Builders.Keys, .. GridGradientTests.Operations], name => name.StartsWith(operation, StringComparison.Ordinal)));
    }
}
