using DualScale.Evaluation.Quality;
using DualScale.Runs.Configuration;
using DualScale.Runs.Quality;
using DualScale.Tables;

namespace DualScale.Runs.Report;

/// <summary>Single columns of a table beside those of the rows that samples become, in the table's own units.</summary>
/// <param name="Real">The table.</param>
/// <param name="Synthetic">The samples.</param>
/// <param name="Columns">Its columns, the surest to differ first.</param>
internal sealed record TableView(Table Real, Table Synthetic, IReadOnlyList<ColumnDistance> Columns)
{
    private const int Most = 12;

    public string Picture => MarginalFigure.Draw([.. Columns.Take(Most)], Real, Synthetic);

    /// <summary>What the picture shows, in words.</summary>
    public string Caption => (Columns.Count > Most ? $"{Most} of {Columns.Count} columns" : "Columns")
        + $" in the table's own units. {MarginalFigure.Caption}";

    /// <summary>Looks at samples; null where the data are points themselves, too few rows, or samples not finite.</summary>
    public static TableView? Of(DataSets data, PointSet samples, CancellationToken cancellation)
    {
        if (data.Encoding is not { } encoding || samples.IndexOfNotFinite() >= 0)
            return null;
        var (real, synthetic) = (encoding.Decode(data.Real), encoding.Decode(samples));
        return TableQuality.CompareColumns(real, synthetic, cancellation) is { } columns
            ? new TableView(real, synthetic, columns) : null;
    }
}
