namespace DualScale.Tables;

/// <summary>
/// A functional dependency between two columns: in every row the value of one, the determinant, says that of the other, as the
/// city says the country.
/// </summary>
/// <param name="determinant">The place of the one in the schema.</param>
/// <param name="dependent">The place of the other.</param>
/// <param name="values">The value of the other by that of the one, as <see cref="TableColumn.Cell"/> has them.</param>
/// <param name="blanksVary">Whether the other may be blank in any row; no value says a blank then.</param>
internal sealed class ColumnDependency(
    int determinant, int dependent, IReadOnlyDictionary<double, double> values, bool blanksVary)
{
    private readonly HashSet<double> _said = [.. values.Values];

    public int Determinant => determinant;

    public int Dependent => dependent;

    /// <summary>The value of the dependent by that of the determinant, NaN for a blank.</summary>
    public IReadOnlyDictionary<double, double> Values => values;

    /// <summary>Whether the dependent may be blank in any row.</summary>
    public bool BlanksVary => blanksVary;

    /// <summary>What a value of the determinant says; null where no row had it.</summary>
    public double? Of(double value) => values.TryGetValue(value, out var other) ? other : null;

    /// <summary>Whether two values go together, as far as is known: of what no row had nothing is.</summary>
    public bool Allows(double value, double other) =>
        Of(value) is not { } said || said.Equals(other) || (blanksVary && double.IsNaN(other)) || !_said.Contains(other);

    /// <summary>The only value of the determinant that says another of the dependent; null where none or several do.</summary>
    public double? OnlySource(double other)
    {
        double[] sources = [.. values.Where(pair => pair.Value.Equals(other)).Select(pair => pair.Key).Take(2)];
        return sources is [var only] ? only : null;
    }

    /// <summary>The dependent with what its determinant says.</summary>
    /// <param name="columns">The columns of a table.</param>
    public TableColumn Repair(IReadOnlyList<TableColumn> columns)
    {
        var (one, other) = (columns[determinant], columns[dependent]);
        var cells = new double[other.Rows];
        for (var row = 0; row < cells.Length; row++)
        {
            var cell = other.Cell(row);
            cells[row] = blanksVary && double.IsNaN(cell) ? cell : Of(one.Cell(row)) ?? cell;
        }

        return TableColumn.OfCells(other.Schema, cells);
    }
}
