using DualScale.Numerics;

namespace DualScale.Tests.Numerics;

/// <summary>Which numbers dropout drops.</summary>
public sealed class DropoutTests
{
    private const int Rows = 400;
    private const int Width = 20;

    [Fact]
    public void Share_is_dropped_and_the_mean_stays_and_no_two_places_drop_the_same()
    {
        var (first, second) = Run(new RandomStream(1, 0), Rows);
        Assert.All(first.Concat(second), value => Assert.True(value == 0 || Math.Abs(value - 1 / 0.75) < 1e-6));

        // 8,000 draws of p = 1/4 scatter by 0.005; two independent places agree in p² + (1 - p)² of cases.
        Assert.Equal(0.25, first.Count(value => value == 0) / (double)first.Length, 0.02);
        Assert.Equal(0.625, first.Zip(second).Count(pair => pair.First == pair.Second) / (double)first.Length, 0.02);
        Assert.NotEqual(first, Run(new RandomStream(1, 1), Rows).First);

        // A row's draws are its own, however many rows there are.
        Assert.Equal(first[..(30 * Width)], Run(new RandomStream(1, 0), 30).First);
    }

    [Fact]
    public void Rows_of_any_width_have_the_numbers_of_their_places()
    {
        const int Wide = 700;
        var (stream, graph) = (new RandomStream(1, 0), new Graph());
        var x = graph.Input(Domain.Batch, Wide);
        var y = graph.Keep(graph.Dropout(x, 0.25));
        var plan = new GraphPlan(graph);
        using var workspace = Workspace<float>.ForInference(plan, 2, 1);
        workspace.SetCounts(2, 1);
        workspace.Dropping = stream;
        for (var row = 0; row < 2; row++)
            workspace.Value(x)[row].Fill(1);
        foreach (var step in plan.Steps)
            workspace.Forward(step, 0, 2);
        for (var place = 0; place < 2 * Wide; place++)
            Assert.Equal(stream.Uniform((ulong)place) < 0.25f, workspace.Value(y)[place / Wide][place % Wide] == 0);
    }

    [Fact]
    public void Nothing_is_dropped_outside_training()
    {
        var (first, second) = Run(null, Rows);
        Assert.All(first.Concat(second), value => Assert.Equal(1, value));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Share_outside_its_range_is_refused(double share)
    {
        var graph = new Graph();
        Assert.Throws<ArgumentException>(() => graph.Dropout(graph.Input(Domain.Batch, 2), share));
    }

    private static (float[] First, float[] Second) Run(RandomStream? dropping, int rows)
    {
        var graph = new Graph();
        var x = graph.Input(Domain.Batch, Width);
        var (first, second) = (graph.Keep(graph.Dropout(x, 0.25)), graph.Keep(graph.Dropout(x, 0.25)));
        var plan = new GraphPlan(graph);
        using var workspace = Workspace<float>.ForInference(plan, rows, 1);
        workspace.SetCounts(rows, 1);
        workspace.Dropping = dropping;
        for (var row = 0; row < rows; row++)
            workspace.Value(x)[row].Fill(1);
        foreach (var step in plan.Steps)
            workspace.Forward(step, 0, rows);
        return (Read(first), Read(second));

        float[] Read(Node node) => [.. Enumerable.Range(0, rows).SelectMany(row => workspace.Value(node)[row].ToArray())];
    }
}
