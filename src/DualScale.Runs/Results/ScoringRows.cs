using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>The rows of a table as a model is asked about them, part by part.</summary>
public sealed class ScoringRows
{
    private ScoringRows(int count, IReadOnlyList<string> names, bool isEncoded, IEnumerable<ScoringPart> parts) =>
        (Count, Names, IsEncoded, Parts) = (count, names, isEncoded, parts);

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>The names of the table's columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether the model sees columns that the table's are encoded to, in whose units the density is.</summary>
    public bool IsEncoded { get; }

    /// <summary>The parts, in the table's order; each is made when it is asked for.</summary>
    public IEnumerable<ScoringPart> Parts { get; }

    /// <summary>Rows of numbers, in one part.</summary>
    /// <param name="points">The rows, in the order of the model's columns.</param>
    public static ScoringRows Of(PointSet points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return new ScoringRows(points.Count, points.ColumnNames, false, [new ScoringPart(0, points)]);
    }

    /// <summary>Rows of typed columns, in one part.</summary>
    /// <param name="table">The table, its columns in any order.</param>
    /// <param name="encoding">The encoding of the model.</param>
    /// <exception cref="InvalidInputException">A column is missing, or a cell has no place in the encoding; the message names row
    /// and column.</exception>
    public static ScoringRows Of(Table table, TableEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(encoding);
        return new ScoringRows(table.Rows, NamesOf(table), true, [PartOf(0, table, encoding)]);
    }

    /// <summary>
    /// Rows of a file of typed columns, which is read twice: whole, to count and check it, and then part by part, so that it is
    /// never in memory as a whole.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">The encoding of the model.</param>
    /// <param name="partRows">Rows of each part but the last, at least 1. Default 65,536.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="ArgumentOutOfRangeException">The parts have no rows.</exception>
    /// <exception cref="InvalidInputException">The file cannot be read, does not fit the encoding's schema, or a cell has no place
    /// in the encoding; the message names row and column.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ScoringRows Read(
        string path, TableEncoding encoding, int partRows = TableFile.PartRows, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(encoding);
        var (count, names) = (0, (IReadOnlyList<string>)[]);
        foreach (var part in ReadParts(path, encoding, partRows))
        {
            cancellation.ThrowIfCancellationRequested();
            (count, names) = (part.First + part.Points.Count, NamesOf(part.Table!));
        }

        return new ScoringRows(count, names, true, ReadParts(path, encoding, partRows));
    }

    private static IEnumerable<ScoringPart> ReadParts(string path, TableEncoding encoding, int partRows)
    {
        var first = 0;
        foreach (var table in TableFile.ReadParts(path, encoding.Schema, partRows, "the model"))
        {
            yield return PartOf(first, table, encoding);
            first += table.Rows;
        }
    }

    private static ScoringPart PartOf(int first, Table table, TableEncoding encoding) =>
        new(first, encoding.EncodeCentred(encoding.Arrange(table), first), table);

    private static IReadOnlyList<string> NamesOf(Table table) => [.. table.Columns.Select(column => column.Name)];
}
