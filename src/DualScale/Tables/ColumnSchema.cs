namespace DualScale.Tables;

/// <summary>What a column of a table is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its cells are.</param>
public sealed record ColumnSchema(string Name, ColumnKind Kind)
{
    /// <summary>How a blank is written beside an empty cell, such as NA. Default nothing: blanks are empty cells.</summary>
    public string Blank { get; init; } = "";

    /// <summary>Whether all cells stand in quotes. Default false: where they must.</summary>
    public bool Quoted { get; init; }

    /// <summary>Whether blanks stand in quotes. Default false.</summary>
    public bool BlankQuoted { get; init; }

    /// <summary>Whether a cell is blank.</summary>
    /// <param name="cell">The cell in UTF-8.</param>
    internal bool IsBlank(ReadOnlySpan<byte> cell) =>
        cell.Length == 0 || (Blank.Length > 0 && cell.Length >= Blank.Length && CellText.Same(cell, Blank));
}
