using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>Some adjacent rows of a table that is scored.</summary>
/// <param name="First">The number of the first of them in the table, from 0.</param>
/// <param name="Points">The rows, in the order of the model's columns.</param>
/// <param name="Table">The rows in their own types, where the points are the columns that these are encoded to; null where the
/// points are the data themselves.</param>
public sealed record ScoringPart(int First, PointSet Points, Table? Table = null)
{
    /// <summary>The part as far as it is written: without the points, where there is a table.</summary>
    internal ScoringPart WithoutPoints() => Table is null ? this : this with { Points = new PointSet([], Points.ColumnNames) };
}
