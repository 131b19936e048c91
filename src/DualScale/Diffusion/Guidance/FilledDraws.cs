using System.Collections;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>The draws of a table's blanks. What is kept of each are the cells that were filled; its table is made when it is
/// asked for.</summary>
/// <param name="table">The table with its blanks.</param>
/// <param name="known">Its columns as the model has them.</param>
/// <param name="encoding">The model's encoding.</param>
/// <param name="rows">The rows of each of these columns that were filled.</param>
/// <param name="draws">The values, or the codes of texts, of each draw in these rows; NaN for a blank.</param>
internal sealed class FilledDraws(
    Table table, Table known, TableEncoding encoding, int[][] rows, IReadOnlyList<double[][]> draws) : IReadOnlyList<Table>
{
    private readonly int[] _places = [.. table.Columns.Select(column => known.Schema.IndexOf(column.Name))];

    public int Count => draws.Count;

    public Table this[int draw] => new([.. table.Columns.Select((column, i) =>
        _places[i] < 0 ? column : Filled(_places[i], draws[draw][_places[i]]))], table.Schema.Format);

    /// <summary>Whether blanks of a column were filled.</summary>
    /// <param name="column">The column's place in the table.</param>
    public bool Fills(int column) => _places[column] is >= 0 and var place && rows[place].Length > 0;

    /// <summary>The value nearest to a number of those that a column may have.</summary>
    /// <param name="column">The column's place in the table.</param>
    /// <param name="number">The number.</param>
    public double Nearest(int column, double number) => ((NumberEncoding)encoding.Column(_places[column])).Nearest(number);

    /// <summary>Gives cells that were blank what follows from others.</summary>
    /// <param name="columns">The columns of the table, which are replaced.</param>
    public void Follow(TableColumn[] columns)
    {
        foreach (var dependency in encoding.Dependencies.All.Where(dependency => rows[dependency.Dependent].Length > 0))
        {
            var (one, other) = (Array.IndexOf(_places, dependency.Determinant), Array.IndexOf(_places, dependency.Dependent));
            double[] cells = [.. Enumerable.Range(0, columns[other].Rows).Select(columns[other].Cell)];
            foreach (var row in rows[dependency.Dependent])
                cells[row] = dependency.Of(columns[one].Cell(row)) ?? cells[row];
            columns[other] = TableColumn.OfCells(columns[other].Schema, cells);
        }
    }

    /// <summary>What a draw has in the cells of a column that are blank in the table.</summary>
    /// <param name="draw">The draw.</param>
    /// <param name="column">The column's place in the table.</param>
    /// <param name="blanks">The rows of these cells.</param>
    public TableColumn Cells(int draw, int column, int[] blanks) =>
        Fills(column) ? TableColumn.OfCells(known.Schema.Columns[_places[column]], draws[draw][_places[column]])
            : table.Columns[column].Take(blanks);

    public IEnumerator<Table> GetEnumerator() => Enumerable.Range(0, Count).Select(draw => this[draw]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private TableColumn Filled(int place, double[] drawn)
    {
        var column = known.Columns[place];
        if (drawn.Length == 0)
            return column;
        double[] cells = [.. Enumerable.Range(0, column.Rows).Select(column.Cell)];
        foreach (var (row, value) in rows[place].Zip(drawn))
            cells[row] = value;
        return TableColumn.OfCells(column.Schema, cells);
    }
}
