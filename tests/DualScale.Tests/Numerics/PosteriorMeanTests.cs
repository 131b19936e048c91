using DualScale.Numerics;
using DualScale.Numerics.Operations;

namespace DualScale.Tests.Numerics;

/// <summary>The mean of a few points given a noisy one, beside the formula in plain double precision.</summary>
public sealed class PosteriorMeanTests
{
    private const int Width = 8, First = 2, Coordinates = 5, Count = 11;

    private static readonly Random Chance = new(4);
    private static readonly float[][] Points =
        [.. Enumerable.Range(0, Count).Select(_ => Enumerable.Range(0, Coordinates).Select(_ => Number()).ToArray())];
    private static readonly double[] Shares = [.. Enumerable.Range(1, Count).Select(k => k / 66.0)];

    [Theory]
    [InlineData(1, 0.02, false)]
    [InlineData(1, 0.4, false)]
    [InlineData(0.6, 0.8, false)]
    [InlineData(1, 15, false)]
    [InlineData(1, 0.4, true)]
    [InlineData(0.6, 0.8, true)]
    [InlineData(1, 15, true)]
    public void Mean_is_that_of_Bayes_rule(double signal, double spread, bool isTilted)
    {
        const int Rows = 40;
        var graph = new Graph();
        var (x, u) = (graph.Input(Domain.Batch, Width), graph.Input(Domain.Batch, Width));
        var (a, s) = (graph.Input(Domain.Batch, 1), graph.Input(Domain.Batch, 1));
        var y = graph.PosteriorMean(x, a, s, [new PointLaw(First, Points, Shares)], 1.3, isTilted ? u : null);
        using var workspace = Workspace<float>.ForTraining(new GraphPlan(graph), Rows, 1);
        for (var row = 0; row < Rows; row++)
        {
            (workspace.Value(a)[row][0], workspace.Value(s)[row][0]) = ((float)signal, (float)spread);
            for (var j = 0; j < Width; j++)
                (workspace.Value(x)[row][j], workspace.Value(u)[row][j]) = (Number(), 2 * Number());
        }

        workspace.Forward(workspace.Plan.StepOf(y), 0, Rows);
        for (var row = 0; row < Rows; row++)
        {
            var (point, tilt) = (workspace.Value(x)[row].ToArray(), workspace.Value(u)[row].ToArray());
            var weights = Points.Select((w, k) => Math.Log(Shares[k]) + w.Select((coordinate, j) =>
                (isTilted ? tilt[First + j] * coordinate : 0.0)
                - Math.Pow(point[First + j] - signal * coordinate, 2) / (2 * spread * spread)).Sum()).ToArray();
            var whole = weights.Sum(weight => Math.Exp(weight - weights.Max()));
            for (var j = 0; j < Width; j++)
            {
                var wanted = j is < First or >= First + Coordinates
                    ? signal * 1.3 / (signal * signal * 1.3 + spread * spread) * point[j]
                    : Points.Select((w, k) => w[j - First] * Math.Exp(weights[k] - weights.Max()) / whole).Sum();
                Assert.Equal(wanted, workspace.Value(y)[row][j], 2e-3);
            }
        }
    }

    private static float Number() => (float)(3 * Chance.NextDouble() - 1.5);
}
