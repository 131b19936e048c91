namespace DualScale.Tables;

/// <summary>
/// A table of points: <see cref="Count"/> rows of <see cref="Columns"/> 32-bit floats, with column names. They are finite but for blanks to
/// be filled (NaN) and samples gone out of range (<see cref="IndexOfNotFinite"/>).
/// </summary>
public sealed class PointSet
{
    private readonly float[] _values;

    /// <summary>Wraps a row-major array, without copying it.</summary>
    /// <param name="values">Row-major values, rows × columns of them; owned by the point set from here on.</param>
    /// <param name="columnNames">One name a column, at least one.</param>
    /// <exception cref="ArgumentException">There are no columns, or the values do not divide into rows.</exception>
    public PointSet(float[] values, IReadOnlyList<string> columnNames)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(columnNames);
        if (columnNames.Count == 0 || values.Length % columnNames.Count != 0)
        {
            throw new ArgumentException(
                $"{values.Length} values do not divide into rows of {columnNames.Count} columns.", nameof(values));
        }

        _values = values;
        ColumnNames = columnNames;
    }

    /// <summary>The number of rows.</summary>
    public int Count => _values.Length / Columns;

    /// <summary>The number of columns, at least 1.</summary>
    public int Columns => ColumnNames.Count;

    /// <summary>One name a column.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>
    /// The column names that a spreadsheet takes for formulas, which it runs when it opens a table with them: those that start
    /// with =, +, - or @. They are read and written as they are.
    /// </summary>
    public IReadOnlyList<string> FormulaNames => [.. ColumnNames.Where(IsFormula)];

    /// <summary>All values, row-major [Count, Columns].</summary>
    public ReadOnlyMemory<float> Values => _values;

    /// <summary>The values of one row, [Columns].</summary>
    public ReadOnlySpan<float> this[int row] => _values.AsSpan(row * Columns, Columns);

    /// <summary>
    /// The first row that holds a number that is not finite, such as a sample gone out of range; -1 where there is none.
    /// </summary>
    public int IndexOfNotFinite()
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (!float.IsFinite(_values[i]))
                return i / Columns;
        }

        return -1;
    }

    /// <summary>The first rows, as many as there are up to a number.</summary>
    /// <param name="most">The number, at least 0.</param>
    public PointSet First(int most) => most >= Count ? this : new(_values[..(most * Columns)], ColumnNames);

    /// <summary>Evenly spaced rows, as many as there are up to a number.</summary>
    /// <param name="most">The number, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public PointSet Thin(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var rows = Math.Min(most, Count);
        var values = new float[rows * Columns];
        for (var i = 0; i < rows; i++)
            this[(int)((long)i * Count / rows)].CopyTo(values.AsSpan(i * Columns));
        return new PointSet(values, ColumnNames);
    }

    internal static bool IsFormula(string name) => name is ['=' or '+' or '-' or '@', ..];

    /// <summary>The default names: x, y for one or two columns, x1, x2, … for more.</summary>
    /// <param name="columns">How many, at least 1.</param>
    public static IReadOnlyList<string> DefaultNames(int columns) => columns switch
    {
        1 => ["x"],
        2 => ["x", "y"],
        _ => [.. Enumerable.Range(1, columns).Select(i => $"x{i}")],
    };

    /// <summary>Least and largest value of each column.</summary>
    internal (float Low, float High)[] Range()
    {
        var range = new (float Low, float High)[Columns];
        Array.Fill(range, (float.PositiveInfinity, float.NegativeInfinity));
        for (var row = 0; row < Count; row++)
        {
            for (var column = 0; column < Columns; column++)
                range[column] = (Math.Min(range[column].Low, this[row][column]), Math.Max(range[column].High, this[row][column]));
        }

        return range;
    }
}
