using DualScale.Numerics;
using DualScale.Numerics.Operations;
using MathNet.Numerics.LinearAlgebra;

namespace DualScale.Tests.Numerics;

/// <summary>
/// Which normal of a mixture a noisy point is of, and its mean by their shares, beside the formulas by dense matrices in double
/// precision.
/// </summary>
public sealed class NormalMixtureTests
{
    private const int Width = 6, Size = 4, Count = 3, Rows = 32;

    private static readonly int[] Columns = [0, 2, 3, 5];
    private static readonly double[] Middle = [0.4, -1, 0, 2];
    private static readonly double[,] Offsets = { { 0.5, -1, 0.2, 0 }, { -0.7, 0.3, 0.9, 1.4 }, { 0, 0.1, -2, -0.6 } };
    private static readonly Matrix<double> Covariance = Correlated();

    [Theory]
    [InlineData(1, 0.02)]
    [InlineData(0.6, 0.8)]
    [InlineData(1, 15)]
    public void Evidence_and_mean_are_those_of_the_mixture(double signal, double spread)
    {
        var graph = new Graph();
        var inputs = new Inputs(graph);
        var law = Law(graph);
        var evidence = graph.Keep(graph.NormalEvidence(inputs.X, inputs.A, inputs.S, Columns, law, inputs.Given));
        var mean = graph.Keep(graph.NormalMean(inputs.X, inputs.A, inputs.S, Columns, law, inputs.Given, inputs.Shares));
        using var parameters = new ParameterValues<double>(graph.Parameters);
        parameters.Initialize(i => new RandomStream(1, (ulong)i));
        using var workspace = Workspace<double>.ForTraining(new GraphPlan(graph), Rows, 1);
        workspace.Parameters = parameters;
        var chance = new Random(6);
        for (var row = 0; row < Rows; row++)
        {
            (workspace.Value(inputs.A)[row][0], workspace.Value(inputs.S)[row][0]) = (signal, spread);
            for (var k = 0; k < Count; k++)
                workspace.Value(inputs.Shares)[row][k] = chance.NextDouble();
            for (var j = 0; j < Width; j++)
            {
                var number = 3 * chance.NextDouble() - 1.5;
                workspace.Value(inputs.Mask)[row][j] = IsGiven(row, j) ? 1 : 0;
                workspace.Value(inputs.Values)[row][j] = IsGiven(row, j) ? number : 0;
                workspace.Value(inputs.X)[row][j] = IsGiven(row, j) ? 0 : number;
            }
        }

        foreach (var node in (Node[])[evidence, mean])
            workspace.Forward(workspace.Plan.StepOf(node), 0, Rows);
        for (var row = 0; row < Rows; row++)
        {
            double[] scale = [.. Columns.Select(column => IsGiven(row, column) ? 1 : signal)];
            double[] noise = [.. Columns.Select(column => IsGiven(row, column) ? 1e-6 : spread * spread)];
            var x = Vector<double>.Build.Dense(Size, i =>
                (IsGiven(row, Columns[i]) ? workspace.Value(inputs.Values) : workspace.Value(inputs.X))[row][Columns[i]]);
            var a = Matrix<double>.Build.DenseOfDiagonalArray(scale);
            var precision = (a * Covariance * a + Matrix<double>.Build.DenseOfDiagonalArray(noise)).Inverse();
            var middle = Vector<double>.Build.Dense(Middle);
            var mixed = middle.Clone();
            for (var k = 0; k < Count; k++)
            {
                var offset = Vector<double>.Build.Dense(Size, i => Offsets[k, i]);
                var difference = Square(x - a * middle, precision) / 2 - Square(x - a * (middle + offset), precision) / 2;
                Assert.Equal(difference, workspace.Value(evidence)[row][k], 1e-4 * Math.Max(1, Math.Abs(difference)));
                mixed += workspace.Value(inputs.Shares)[row][k] * offset;
            }

            var expected = mixed + Covariance * a * precision * (x - a * mixed);
            for (var i = 0; i < Size; i++)
                Assert.Equal(expected[i], workspace.Value(mean)[row][Columns[i]], 1e-4);
        }

        // Rows have each subset of the columns given, two of them none.
        static bool IsGiven(int row, int column) => Array.IndexOf(Columns, column) is >= 0 and var i && (row >> i & 1) == 1;

        static double Square(Vector<double> z, Matrix<double> precision) => z * precision * z;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradients_by_point_and_shares_are_those_of_differences(bool canBeGiven)
    {
        var graph = new Graph();
        var inputs = new Inputs(graph);
        var (target, given, law) = (graph.Input(Domain.Batch, Width), canBeGiven ? inputs.Given : null, Law(graph));
        var x = graph.Linear("in", Width, inputs.X);
        var evidence = graph.NormalEvidence(x, inputs.A, inputs.S, Columns, law, given);
        var shares = graph.Softmax(graph.Linear("shares", Count, inputs.X)) + 0.1 * graph.Linear("more", Count, evidence);
        var y = graph.NormalMean(x, inputs.A, inputs.S, Columns, law, given, shares) + 0.1 * graph.Linear("out", Width, shares, x);
        GradientCheck.Run(graph, graph.Keep(y), target, 6, 1, [new MeanSquaredError()], workspace =>
        {
            for (var row = 0; row < 6 && canBeGiven; row++)
            {
                for (var j = 0; j < Width; j++)
                    workspace.Value(inputs.Mask)[row][j] = (row + j) % 3 == 0 ? 1 : 0;
            }
        });
    }

    private static NormalParameters Law(Graph graph)
    {
        var evd = Covariance.Evd();
        return new NormalParameters(
            graph.Constant("mean", [Size], Single(Middle)),
            graph.Constant("directions", [Size, Size], Single(evd.EigenVectors.ToColumnMajorArray())),
            graph.Constant("variances", [Size], Single(evd.EigenValues.Select(value => value.Real))),
            graph.Constant("offsets", [Count, Size], Single(Offsets.Cast<double>())));

        static float[] Single(IEnumerable<double> values) => [.. values.Select(value => (float)value)];
    }

    private static Matrix<double> Correlated()
    {
        var chance = new Random(5);
        var factors = Matrix<double>.Build.Dense(Size, 2, (_, _) => 2 * chance.NextDouble() - 1);
        return factors * factors.Transpose() + 0.2 * Matrix<double>.Build.DenseIdentity(Size);
    }

    private sealed class Inputs(Graph graph)
    {
        public Node X { get; } = graph.Input(Domain.Batch, Width);

        public Node A { get; } = graph.Input(Domain.Batch, 1);

        public Node S { get; } = graph.Input(Domain.Batch, 1);

        public Node Values { get; } = graph.Input(Domain.Batch, Width);

        public Node Mask { get; } = graph.Input(Domain.Batch, Width);

        public Node Shares { get; } = graph.Input(Domain.Batch, Count);

        public (Node, Node)? Given => (Values, Mask);
    }
}
