namespace DualScale.Tables;

/// <summary>
/// How much of a table is read before it is refused; the defaults are those that <see cref="TableReader"/> documents.
/// </summary>
internal sealed record TableLimits
{
    public int LineLength { get; init; } = TableReader.MaxLineLength;

    public int Values { get; init; } = TableReader.MaxValues;

    public long Length { get; init; } = TableReader.MaxLength;

    /// <exception cref="InvalidInputException">There are too many columns.</exception>
    public static void RequireWidth(int columns, string source)
    {
        if (columns > TableReader.MaxColumns)
        {
            throw new InvalidInputException(
                $"{source} has {columns} columns; at most {TableReader.MaxColumns} are supported, so leave some out.");
        }
    }

    /// <exception cref="InvalidInputException">The rows up to this one, from 1, have too many cells.</exception>
    public void RequireCells(long rows, int columns, string source, int row, string cells = "cells")
    {
        if (rows * columns > Values)
        {
            throw new InvalidInputException(FormattableString.Invariant(
                $"{source}, row {row}: the table has more than {Values:N0} {cells}, the most that is read; give fewer rows."));
        }
    }
}
