using System.Globalization;
using DualScale.Diffusion;
using DualScale.Runs.Figures;
using DualScale.Tables;
using Range = DualScale.Runs.Figures.Range;

namespace DualScale.Runs.Report;

/// <summary>
/// The density of a model of one or two columns in the middle of each cell of a grid over the range of the data, with noise of
/// about a cell on top: a picture shows nothing finer, and so no blob falls between the cells.
/// </summary>
/// <param name="Extents">What the grid spans of each column.</param>
/// <param name="Cells">Cells along each column.</param>
/// <param name="Values">The densities, of two columns [x, y] row-major; 0 where there is none.</param>
internal sealed record DensityView(IReadOnlyList<Range> Extents, int Cells, IReadOnlyList<double> Values)
{
    /// <summary>The deviation of the noise, in cells: sums over the cells are within some thousandths of the integral.</summary>
    public const double NoiseInCells = 0.6;

    /// <summary>The tolerance of a log-density, in nats.</summary>
    public const double Tolerance = 0.03;

    private const int CellsOfOne = 200, CellsOfTwo = 128;

    /// <summary>The probability that lies in the range of the data.</summary>
    public double Covered => Values.Sum() * Extents.Aggregate(1.0, (size, extent) => size * extent.Length / Cells);

    /// <summary>The densities of two columns as a map.</summary>
    public HeatMap Map => new(
        string.Create(CultureInfo.InvariantCulture, $"density, {Covered:F3} of the probability"),
        [.. Values], Cells, Cells, Extents[0], Extents[1]);

    /// <summary>What the picture shows, in words.</summary>
    public string Caption => string.Create(
        CultureInfo.InvariantCulture,
        $"Density of the model at {(Extents.Count == 1 ? $"{Cells}" : $"{Cells} × {Cells}")} points, each log-density to about {Tolerance} nats, in units of the axes, with noise of {NoiseInCells} cells on top. It covers {Covered:F3} of the probability.");

    /// <summary>Looks at a model; null where it has more columns, or discrete levels, where densities take too long.</summary>
    public static DensityView? Of(
        DiffusionModel model, PointSet data, IProgress<RunEvent>? events, CancellationToken cancellation)
    {
        if (model.Levels.IsDiscrete || data.Columns > 2)
            return null;
        var cells = data.Columns == 1 ? CellsOfOne : CellsOfTwo;
        Range[] extents = [.. Enumerable.Range(0, data.Columns).Select(column => ScatterFigure.RangeOf(data, column))];
        var points = Middles(extents, cells, data.ColumnNames);
        var options = new LikelihoodOptions { Tolerance = Tolerance, Blur = Noise(model, extents, cells) };
        using var report = new ActivityReport(events, RunActivity.Scoring);
        var likelihood = model.LogLikelihood(points, options, report, cancellation);
        return new DensityView(extents, cells, [.. likelihood.Rows.Select(row => double.IsNaN(row) ? 0 : Math.Exp(row))]);
    }

    /// <summary>σ of the noise on top, in units of the scaled columns; never so much that nothing is left of the data.</summary>
    public static double Noise(DiffusionModel model, IReadOnlyList<Range> extents, int cells) => Math.Min(
        model.Levels.Sigma(model.Levels.Most) / 2,
        NoiseInCells * extents.Select((extent, column) => extent.Length / cells / model.Scaling.Deviations[column]).Max());

    /// <summary>The middles of the cells, the last column fastest.</summary>
    public static PointSet Middles(IReadOnlyList<Range> extents, int cells, IReadOnlyList<string> names)
    {
        var count = (int)Math.Pow(cells, extents.Count);
        return new PointSet(
            [.. from cell in Enumerable.Range(0, count)
                from column in Enumerable.Range(0, extents.Count)
                let place = column == extents.Count - 1 ? cell % cells : cell / cells
                select (float)(extents[column].Low + (place + 0.5) * extents[column].Length / cells)],
            names);
    }
}
