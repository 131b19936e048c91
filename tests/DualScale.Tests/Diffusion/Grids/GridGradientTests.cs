using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Tests.Numerics;

/// <summary>The gradients of noise grids: inside cells, on their borders and outside the box.</summary>
public sealed unsafe class GridGradientTests
{
    private const int Timesteps = 3;

    /// <summary>The operations checked here.</summary>
    public static readonly string[] Operations = [nameof(GridLookup), nameof(GridMeanLog)];

    // Rows of points on a box of [-1, 1]: three in cells, one on a border of two cells, one on the far corner, two outside.
    private static readonly double[] Places = [-0.9, -0.2, 0.35, 0.0, 1.0, 1.7, -1.3];

    [Theory]
    [InlineData(1, GridInterpolation.Linear, GridNormalization.None)]
    [InlineData(2, GridInterpolation.Linear, GridNormalization.None)]
    [InlineData(3, GridInterpolation.Linear, GridNormalization.None)]
    [InlineData(4, GridInterpolation.Linear, GridNormalization.None)]
    [InlineData(2, GridInterpolation.Nearest, GridNormalization.None)]
    [InlineData(1, GridInterpolation.Linear, GridNormalization.GeometricMean)]
    [InlineData(2, GridInterpolation.Linear, GridNormalization.GeometricMean)]
    [InlineData(2, GridInterpolation.Nearest, GridNormalization.GeometricMean)]
    public void Gradient_by_the_grid_equals_the_central_difference(
        int columns, GridInterpolation interpolation, GridNormalization normalization)
    {
        var graph = new Graph();
        var (x, t) = (graph.Input(Domain.Batch, columns), graph.Input(Domain.Level, 1));
        var factor = Grid(interpolation, normalization).Factor(graph, x, t, Data(columns));
        Check(graph, x, t, factor);
    }

    [Theory]
    [InlineData(1, GridNormalization.None)]
    [InlineData(2, GridNormalization.None)]
    [InlineData(3, GridNormalization.None)]
    [InlineData(2, GridNormalization.GeometricMean)]
    public void Gradient_by_the_point_equals_the_central_difference_inside_cells_and_outside_the_box(
        int columns, GridNormalization normalization)
    {
        var graph = new Graph();
        var (x, t) = (graph.Input(Domain.Batch, columns), graph.Input(Domain.Level, 1));
        var moved = graph.Linear("move", columns, x);
        var factor = Grid(GridInterpolation.Linear, normalization).Factor(graph, moved, t, Data(columns));
        Check(graph, x, t, factor);
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(-0.5)]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void On_a_border_the_reading_is_continuous_and_its_slope_is_that_of_the_cell_above(double place)
    {
        var lattice = new Lattice(5, 1, linear: true);
        double[] values = [1, 1.5, 0.7, 2, 1.1];
        var slopes = new double[Lattice.MostCorners];
        var cells = new int[Lattice.MostCorners];
        lattice.Locate([place], [-1, 1], cells, new double[Lattice.MostCorners]);
        lattice.Slopes([place], [-1, 1], 0, slopes);

        Assert.Equal(values[(int)((place + 1) * 2)], At(place), 1e-12);
        Assert.Equal(At(place), At(place - 1e-9), 1e-8);
        Assert.Equal((At(place + 1e-6) - At(place)) / 1e-6, slopes[0] * values[cells[0]] + slopes[1] * values[cells[1]], 1e-6);

        double At(double x)
        {
            var weights = new double[Lattice.MostCorners];
            lattice.Locate([x], [-1, 1], cells, weights);
            return weights[0] * values[cells[0]] + weights[1] * values[cells[1]];
        }
    }

    [Fact]
    public void Outside_the_box_the_reading_is_that_of_its_edge_and_flat()
    {
        var lattice = new Lattice(4, 2, linear: true);
        var (cells, weights, edgeCells, edgeWeights, slopes) =
            (new int[16], new double[16], new int[16], new double[16], new double[16]);
        lattice.Locate([7.0, -3.0], [-1, 1, -1, 1], cells, weights);
        lattice.Locate([1.0, -1.0], [-1, 1, -1, 1], edgeCells, edgeWeights);
        lattice.Slopes([7.0, -3.0], [-1, 1, -1, 1], 0, slopes);

        Assert.Equal(edgeCells, cells);
        Assert.Equal(edgeWeights, weights);
        Assert.All(slopes, slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void Sparsity_equals_the_central_difference()
    {
        var graph = new Graph();
        var (x, t) = (graph.Input(Domain.Batch, 1), graph.Input(Domain.Level, 1));
        var grid = new NoiseGrid { Sizes = [5], Timesteps = Timesteps };
        _ = grid.Factor(graph, x, t, Data(1));
        using var values = new ParameterValues<double>(graph.Parameters);
        values.Initialize(_ => default);
        Randomize(values);
        var parameter = graph.Parameters.Single(p => p.Group == ParameterGroup.Separate);
        var penalty = new GridL1Penalty(parameter, 0.3);
        using var gradients = new DualScale.Numerics.Kernels.AlignedBuffer<double>(values.Values.Length);
        penalty.Evaluate(values, gradients);
        for (var i = 0; i < parameter.Length; i++)
        {
            var at = values.Pointer(parameter) + i;
            var difference = (Loss(1e-6) - Loss(-2e-6)) / 2e-6;
            *at += 1e-6;
            Assert.Equal(difference, gradients.Pointer[parameter.Offset + i], 1e-8);

            double Loss(double move)
            {
                using var scratch = new DualScale.Numerics.Kernels.AlignedBuffer<double>(values.Values.Length);
                *at += move;
                return penalty.Evaluate(values, scratch);
            }
        }
    }

    private static NoiseGrid Grid(GridInterpolation interpolation, GridNormalization normalization) => new()
    {
        Sizes = [2, 3],
        Interpolation = interpolation,
        Normalization = normalization,
        Extent = (-1, 1),
        Timesteps = Timesteps,
    };

    private static void Check(Graph graph, Node x, Node t, Node factor)
    {
        var prediction = graph.Linear("last", 2, factor);
        GradientCheck.Run(
            graph, prediction, graph.Input(Domain.Batch, 2), Places.Length, Timesteps, [new MeanSquaredError()],
            workspace =>
            {
                for (var row = 0; row < Timesteps; row++)
                    workspace.Value(t)[row][0] = row;
                var points = workspace.Value(x);
                for (var row = 0; row < points.Count; row++)
                {
                    for (var column = 0; column < points.Width; column++)
                        points[row][column] = Places[(row + 2 * column) % Places.Length];
                }
            },
            Randomize);
    }

    private static void Randomize(ParameterValues<double> values)
    {
        foreach (var parameter in values.All.Where(parameter => parameter.Group == ParameterGroup.Separate))
        {
            var normals = new float[parameter.Count];
            new RandomStream(5, (ulong)parameter.Count).FillNormal(0, normals);
            parameter.CopyFrom<double>(values.Pointer(parameter), [.. normals.Select(normal => Math.Exp(0.3 * normal))]);
        }
    }

    private static PointSet Data(int columns)
    {
        var points = new float[20 * columns];
        new RandomStream(6, 0).FillNormal(0, points);
        return new PointSet(points, [.. Enumerable.Range(0, columns).Select(column => $"c{column}")]);
    }
}
