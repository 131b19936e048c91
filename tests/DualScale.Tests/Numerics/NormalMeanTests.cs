using DualScale.Numerics;
using DualScale.Numerics.Operations;
using MathNet.Numerics.LinearAlgebra;

namespace DualScale.Tests.Numerics;

/// <summary>The mean of a joint normal given a noisy point, beside its formula by dense matrices in double precision.</summary>
public sealed class NormalMeanTests
{
    private const int Width = 7;

    private static readonly int[] Columns = [0, 2, 3, 5, 6];
    private static readonly double[] Mean = [0.4, -1, 0, 2, 0.3];
    private static readonly Matrix<double> Covariance = Correlated();

    [Theory]
    [InlineData(1, 0.02)]
    [InlineData(1, 0.7)]
    [InlineData(0.6, 0.8)]
    [InlineData(1, 15)]
    public void Mean_is_the_regression_on_what_is_seen(double signal, double spread)
    {
        // Two by two rows have other columns given, the first none; the second of two has twice the spread.
        const int Rows = 2 << 5;
        var graph = new Graph();
        var (x, a, s, values, mask) = Inputs(graph);
        var y = Node(graph, x, a, s, values, mask);
        using var parameters = new ParameterValues<double>(graph.Parameters);
        parameters.Initialize(i => new RandomStream(1, (ulong)i));
        using var workspace = Workspace<double>.ForTraining(new GraphPlan(graph), Rows, 1);
        workspace.Parameters = parameters;
        var chance = new Random(6);
        for (var row = 0; row < Rows; row++)
        {
            (workspace.Value(a)[row][0], workspace.Value(s)[row][0]) = (signal, Spread(row));
            for (var j = 0; j < Width; j++)
            {
                var isGiven = Array.IndexOf(Columns, j) is >= 0 and var place && (row >> 1 + place & 1) == 1;
                var number = 3 * chance.NextDouble() - 1.5;
                workspace.Value(mask)[row][j] = isGiven ? 1 : 0;
                workspace.Value(values)[row][j] = isGiven ? number : 0;
                workspace.Value(x)[row][j] = isGiven ? 0 : number;
            }
        }

        workspace.Forward(workspace.Plan.StepOf(y), 0, Rows);
        for (var row = 0; row < Rows; row++)
        {
            var (seen, scale, noise) = (new double[5], new double[5], new double[5]);
            for (var i = 0; i < 5; i++)
            {
                var isGiven = (row >> 1 + i & 1) == 1;
                (scale[i], noise[i]) = isGiven ? (1, 1e-6) : (signal, Spread(row) * Spread(row));
                seen[i] = (isGiven ? workspace.Value(values) : workspace.Value(x))[row][Columns[i]] - scale[i] * Mean[i];
            }

            var ofSignal = Covariance * Matrix<double>.Build.DenseOfDiagonalArray(scale);
            var ofSeen = Matrix<double>.Build.DenseOfDiagonalArray(scale) * ofSignal
                + Matrix<double>.Build.DenseOfDiagonalArray(noise);
            var expected = Vector<double>.Build.Dense(Mean) + ofSignal * ofSeen.Solve(Vector<double>.Build.Dense(seen));
            for (var i = 0; i < 5; i++)
                Assert.Equal(expected[i], workspace.Value(y)[row][Columns[i]], 1e-5);
            Assert.Equal((0, 0), (workspace.Value(y)[row][1], workspace.Value(y)[row][4]));
        }

        double Spread(int row) => row % 2 == 0 ? spread : 2 * spread;
    }

    [Fact]
    public void Gradient_by_the_point_is_that_of_differences_where_columns_are_given()
    {
        var graph = new Graph();
        var (x, a, s, values, mask) = Inputs(graph);
        var target = graph.Input(Domain.Batch, Width);
        var y = Node(graph, graph.Linear("in", Width, x), a, s, values, mask);
        GradientCheck.Run(graph, graph.Keep(y), target, 6, 1, [new MeanSquaredError()], workspace =>
        {
            for (var row = 0; row < 6; row++)
            {
                for (var j = 0; j < Width; j++)
                    workspace.Value(mask)[row][j] = (row + j) % 3 == 0 ? 1 : 0;
            }
        });
    }

    private static (Node X, Node A, Node S, Node Values, Node Mask) Inputs(Graph graph) => (
        graph.Input(Domain.Batch, Width), graph.Input(Domain.Batch, 1), graph.Input(Domain.Batch, 1),
        graph.Input(Domain.Batch, Width), graph.Input(Domain.Batch, Width));

    private static Node Node(Graph graph, Node x, Node a, Node s, Node values, Node mask)
    {
        var evd = Covariance.Evd();
        var law = new NormalParameters(
            graph.Constant("mean", [5], [.. Mean.Select(value => (float)value)]),
            graph.Constant("directions", [5, 5], [.. evd.EigenVectors.ToColumnMajorArray().Select(value => (float)value)]),
            graph.Constant("variances", [5], [.. evd.EigenValues.Select(value => (float)value.Real)]));
        return graph.NormalMean(x, a, s, Columns, law, (values, mask));
    }

    private static Matrix<double> Correlated()
    {
        var chance = new Random(5);
        var factors = Matrix<double>.Build.Dense(5, 3, (_, _) => 2 * chance.NextDouble() - 1);
        return factors * factors.Transpose() + 0.05 * Matrix<double>.Build.DenseIdentity(5);
    }
}
