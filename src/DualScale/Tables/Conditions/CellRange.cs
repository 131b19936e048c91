namespace DualScale.Tables;

/// <summary>An interval of a column's values, or of the codes of its texts, with its ends.</summary>
/// <param name="Low">The lower end; minus infinity for none.</param>
/// <param name="High">The upper end; infinity for none.</param>
internal readonly record struct CellRange(double Low, double High)
{
    public bool IsEmpty => !(Low <= High);

    public CellRange Intersect(CellRange other) => new(Math.Max(Low, other.Low), Math.Min(High, other.High));

    public bool Contains(double value) => value >= Low && value <= High;
}
