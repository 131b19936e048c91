namespace DualScale.Tables;

/// <summary>What the cells of one column may be.</summary>
/// <param name="text">The condition as it was given.</param>
/// <param name="column">The column's place in the schema.</param>
/// <param name="ranges">Values, or codes of texts, that it may have.</param>
/// <param name="takesBlanks">Whether it may be blank.</param>
internal sealed class CellCondition(ConditionText text, int column, IReadOnlyList<CellRange> ranges, bool takesBlanks)
    : RowTest(text)
{
    /// <summary>That a cell is one value, NaN for a blank.</summary>
    public CellCondition(ConditionText text, int column, double value)
        : this(text, column, double.IsNaN(value) ? [] : [new CellRange(value, value)], double.IsNaN(value))
    {
    }

    /// <summary>The column's place in the schema.</summary>
    public int Column => column;

    /// <summary>Whether no cell can be so.</summary>
    public bool IsEmpty => ranges.Count == 0 && !takesBlanks;

    /// <summary>Values, or codes of texts, that it may have.</summary>
    public IReadOnlyList<CellRange> Ranges => ranges;

    /// <summary>Whether it may be blank.</summary>
    public bool TakesBlanks => takesBlanks;

    /// <summary>The only value that is left, NaN for a blank; null where there are several.</summary>
    public double? Value => (ranges, takesBlanks) switch
    {
        ([], true) => double.NaN,
        ([var only], false) when only.Low == only.High => only.Low,
        _ => null,
    };

    /// <summary>Both conditions at once.</summary>
    public CellCondition And(CellCondition other) => new(
        Text.And(other.Text), column, [.. other.Meet(ranges)], takesBlanks && other.Holds(double.NaN));

    public override bool Holds(Table table, int row) => Holds(table.Columns[column].Cell(row));

    /// <summary>Whether a value, NaN for a blank, is what a cell may be.</summary>
    public bool Holds(double value) => double.IsNaN(value) ? takesBlanks : ranges.Any(range => range.Contains(value));

    private IEnumerable<CellRange> Meet(IReadOnlyList<CellRange> others) =>
        ranges.SelectMany(range => others.Select(range.Intersect)).Where(range => !range.IsEmpty).Distinct();
}
