namespace DualScale.Tables;

/// <summary>
/// How much of a table is read before it is refused; the defaults are those that <see cref="TableReader"/> documents.
/// </summary>
internal sealed record TableLimits
{
    public int LineLength { get; init; } = TableReader.MaxLineLength;

    public int Values { get; init; } = TableReader.MaxValues;

    public long Length { get; init; } = TableReader.MaxLength;
}
