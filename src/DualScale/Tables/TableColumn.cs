namespace DualScale.Tables;

/// <summary>A column of a table.</summary>
public abstract class TableColumn
{
    private protected TableColumn(ColumnSchema schema) => Schema = schema;

    /// <summary>What it is.</summary>
    public ColumnSchema Schema { get; }

    /// <summary>Its name.</summary>
    public string Name => Schema.Name;

    /// <summary>How many rows it has.</summary>
    public abstract int Rows { get; }

    /// <summary>How many of its cells are blank.</summary>
    public int Blanks => Enumerable.Range(0, Rows).Count(IsBlank);

    /// <summary>Whether a cell is blank.</summary>
    /// <param name="row">Its row, from 0.</param>
    public abstract bool IsBlank(int row);

    /// <summary>A cell as it is written, without quotes.</summary>
    /// <param name="row">Its row, from 0.</param>
    public string Text(int row)
    {
        Span<char> text = stackalloc char[NumberKind.LongestCell];
        return Write(row, text).ToString();
    }

    /// <summary>A cell as it is written, without quotes.</summary>
    /// <param name="row">Its row, from 0.</param>
    /// <param name="buffer">Room for a number.</param>
    internal abstract ReadOnlySpan<char> Write(int row, Span<char> buffer);

    /// <summary>A cell as a number: its value, or the code of its text; NaN for a blank.</summary>
    /// <param name="row">Its row, from 0.</param>
    internal abstract double Cell(int row);

    /// <summary>A column of such numbers; owned by it from here on.</summary>
    internal static TableColumn OfCells(ColumnSchema schema, double[] cells) => schema.Kind is NumberKind
        ? new NumberColumn(schema, cells)
        : new CodeColumn(schema, [.. cells.Select(cell => double.IsNaN(cell) ? CodeColumn.BlankCode : (int)cell)]);

    /// <summary>Some of the rows, in an order.</summary>
    internal abstract TableColumn Take(ReadOnlySpan<int> rows);
}
