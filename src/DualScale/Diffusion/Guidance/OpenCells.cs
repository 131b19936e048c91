using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>A table whose blanks are filled one after the other. Those of identifiers stay.</summary>
internal sealed class OpenCells
{
    private readonly Table _known;
    private readonly double[]?[] _numbers;
    private readonly int[]?[] _codes;

    public OpenCells(Table known)
    {
        _known = known;
        _numbers = new double[known.Columns.Count][];
        _codes = new int[known.Columns.Count][];
        foreach (var (place, column) in known.Columns.Index().Where(pair =>
            pair.Item.Schema.Kind is not IdentifierKind && pair.Item.Blanks > 0))
        {
            if (column is NumberColumn numbers)
                _numbers[place] = numbers.Values.ToArray();
            else
                _codes[place] = ((CodeColumn)column).Codes.ToArray();
        }
    }

    /// <summary>The cells of some rows that are not blank: place of the column, cells, rows from the first on.</summary>
    public IEnumerable<(int Place, TableColumn Cells, int[] Rows)> Known(int first, int count)
    {
        foreach (var (place, column) in _known.Columns.Index().Where(pair => pair.Item.Schema.Kind is not IdentifierKind))
        {
            int[] rows = [.. Enumerable.Range(0, count).Where(row => !column.IsBlank(first + row))];
            yield return (place, column.Take([.. rows.Select(row => first + row)]), rows);
        }
    }

    /// <summary>Whether a row has blanks still.</summary>
    public bool IsOpen(int row) => Enumerable.Range(0, _numbers.Length).Any(place => IsOpen(place, row));

    /// <summary>Fills the blanks of a row with what was drawn for it, where that is none.</summary>
    /// <returns>The places of the columns that were filled.</returns>
    public IEnumerable<int> Take(int row, Table drawn, int from)
    {
        for (var place = 0; place < _numbers.Length; place++)
        {
            if (!IsOpen(place, row) || drawn.Columns[place].IsBlank(from))
                continue;
            if (_numbers[place] is { } numbers)
                numbers[row] = ((NumberColumn)drawn.Columns[place]).Values[from];
            else
                _codes[place]![row] = ((CodeColumn)drawn.Columns[place]).Codes[from];
            yield return place;
        }
    }

    /// <summary>The table as it is now.</summary>
    public Table ToTable() => new([.. _known.Columns.Select((column, place) =>
        _numbers[place] is { } numbers ? new NumberColumn(column.Schema, numbers)
        : _codes[place] is { } codes ? new CodeColumn(column.Schema, codes) : column)], _known.Schema.Format);

    private bool IsOpen(int place, int row) =>
        _numbers[place] is { } numbers ? double.IsNaN(numbers[row]) : _codes[place] is { } codes && codes[row] < 0;
}
