using System.Globalization;
using System.Text.Json.Serialization;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>
/// Multi-scale grid noise adaptation (docs/models.md, section 5): α(x, t) is the product of learnable grids, one value for each
/// lattice point and timestep, all ones at the start. It multiplies the noise of the forward process and is appended to the
/// denoiser's inputs.
/// </summary>
public sealed record NoiseGrid
{
    /// <summary>The output that holds α(x, t), [batch, 1].</summary>
    public const string FactorOutput = "noise-factor";

    /// <summary>The most columns a grid is made for: it has size^columns values.</summary>
    public const int MaxColumns = 4;

    internal const string ExtentParameter = "noise_grid_extent";

    /// <summary>The most values that all grids have together.</summary>
    public const int MaxValues = 1 << 25;

    /// <summary>
    /// Points along each column, coarse to fine, 1 to 4 grids, each of 2 to 64, finer than the last. Default 5 and 20, the
    /// paper's.
    /// </summary>
    public IReadOnlyList<int> Sizes { get; init; } = [5, 20];

    /// <summary>How it is read between its values. Default linear.</summary>
    public GridInterpolation Interpolation { get; init; } = GridInterpolation.Linear;

    /// <summary>Whether its size is held. Default not.</summary>
    public GridNormalization Normalization { get; init; } = GridNormalization.None;

    /// <summary>The interval it spans along each column, low and high; the data's bounding box where null, the default.</summary>
    public (double Low, double High)? Extent { get; init; }

    /// <summary>λ of λ·Σ|G - 1| over the finest grid, in the loss. Default 0.001, the paper's; 0 leaves it out.</summary>
    public double L1Weight { get; init; } = 0.001;

    /// <summary>The reverse step that samples are drawn with. Default the paper's.</summary>
    public GridStep Step { get; init; } = GridStep.Paper;

    /// <summary>
    /// Whether a trained model has the moving average of the grids, as of all weights, or the grids of the last step, as the
    /// published code has. It decides no step of a training. Default true.
    /// </summary>
    [JsonIgnore]
    public bool Averaged { get; init; } = true;

    /// <summary>T, the timesteps there is a grid for. Default 100.</summary>
    public int Timesteps { get; init; } = 100;

    /// <summary>The names of the grids' parameters, coarse to fine, as in the published code.</summary>
    public IReadOnlyList<string> ParameterNames => Sizes.Count switch
    {
        1 => ["noise_grid"],
        2 => ["coarse_noise_grid", "fine_noise_grid"],
        _ => [.. Sizes.Select((_, i) => $"noise_grid_{i.ToString(CultureInfo.InvariantCulture)}")],
    };

    /// <summary>Writes α(x, t) into a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">Where the grids are read, a batch node of 1 to 4 columns.</param>
    /// <param name="timestep">t, a timestep node.</param>
    /// <param name="data">The scaled training data, from which extent and normalisation are taken; null when both come from a
    /// file.</param>
    /// <returns>α, a batch node of width 1.</returns>
    /// <exception cref="InvalidInputException">There are more columns than a grid can have.</exception>
    public Node Factor(Graph graph, Node x, Node timestep, PointSet? data)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(x);
        Validate().RequireColumns(x.Width);
        var box = graph.Constant(ExtentParameter, [x.Width, 2], data is null ? null : Box(data));
        Node? product = null;
        for (var i = 0; i < Sizes.Count; i++)
        {
            var lattice = new Lattice(Sizes[i], x.Width, Interpolation == GridInterpolation.Linear);
            var grid = graph.Declare(
                ParameterNames[i], [Timesteps, .. Enumerable.Repeat(Sizes[i], x.Width)], Timesteps, [lattice.Cells],
                padded: false, transposed: false,
                Initialization.Ones, 1, ParameterGroup.Separate);
            var occupancy = Normalization == GridNormalization.None ? null : graph.Constant(
                $"{ParameterNames[i]}_occupancy", [lattice.Cells],
                data is null ? null : lattice.Occupancy(data.Values.Span, Box(data)));
            Node[] inputs = occupancy is null
                ? [x, timestep] : [x, timestep, graph.Append(new GridMeanLog(grid, occupancy), timestep)];
            var factor = graph.Append(new GridLookup(grid, box, lattice, occupancy), inputs);
            product = product is null ? factor : product * factor;
        }

        return graph.Output(FactorOutput, product!);
    }

    /// <summary>Checks every number.</summary>
    /// <exception cref="InvalidInputException">One is outside its range; the message names it.</exception>
    public NoiseGrid Validate()
    {
        var sizes = string.Join(", ", Sizes);
        Require(Sizes.Count is >= 1 and <= 4 &&
            Sizes.All(size => size is >= 2 and <= 64), "sizes", sizes, "1 to 4 numbers from 2 to 64");
        Require(Sizes.Zip(Sizes.Skip(1))
            .All(pair => pair.First < pair.Second), "sizes", sizes, "them in ascending order, coarse to fine");
        Require(
            Extent is not { } extent || extent.Low < extent.High, "extent", $"{Extent?.Low}, {Extent?.High}",
            "a low and a higher number, or nothing for the data's bounding box");
        Require(L1Weight is >= 0 and < double.PositiveInfinity, "l1-weight", $"{L1Weight}", "0 or more");
        return this;

        static void Require(bool holds, string name, string value, string allowed)
        {
            if (!holds)
                throw new InvalidInputException($"model.grid.{name} is '{value}'; give {allowed}.");
        }
    }

    /// <summary>Checks that there can be grids for so many columns.</summary>
    /// <param name="columns">Columns of the data.</param>
    /// <exception cref="InvalidInputException">There are too many; the message gives the limit.</exception>
    public void RequireColumns(int columns)
    {
        if (columns > MaxColumns)
        {
            throw new InvalidInputException(
                $"A noise grid takes 1 to {MaxColumns} columns and the data has {columns}: a grid has size^columns values for each timestep. Choose another model or fewer columns.");
        }

        if (Sizes.Sum(size => Math.Pow(size, columns)) * Timesteps is > MaxValues and var values)
        {
            throw new InvalidInputException(
                $"Noise grids of {string.Join(" and ", Sizes)} points along {columns} columns have {values:N0} values over {Timesteps} timesteps; the limit is {MaxValues:N0}. Choose smaller grids.");
        }
    }

    internal static bool Same(NoiseGrid? a, NoiseGrid? b) =>
        a is null || b is null ? a is null && b is null : a.Sizes.SequenceEqual(b.Sizes) && a with { Sizes = b.Sizes } == b;

    private float[] Box(PointSet data)
    {
        var box = new float[2 * data.Columns];
        for (var column = 0; column < data.Columns; column++)
        {
            var values = Enumerable.Range(0, data.Count).Select(row => data[row][column]).ToArray();
            (box[2 * column], box[2 * column + 1]) =
                Extent is { } extent ? ((float)extent.Low, (float)extent.High) : (values.Min(), values.Max());

            // A column may be constant over the rows that are trained on; any width will do then.
            if (box[2 * column] == box[2 * column + 1])
                box[2 * column + 1] += 1;
        }

        return box;
    }
}
