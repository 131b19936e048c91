using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>
/// The blanks of some columns of a table, filled one after the other in each draw. Those of identifiers stay; those of other
/// columns stay too, and are known to be blank where the model has learned of blanks.
/// </summary>
internal sealed class OpenCells
{
    // A blank is what a model may draw too. After as many in a row a cell is left so, in all draws that follow.
    private const int MostBlanks = 1 << AttemptShift;

    private readonly TableEncoding _encoding;
    private readonly ColumnSelection _filled;
    private readonly Table _known;
    private readonly int[][] _rows;
    private readonly int[][] _blanks;
    private readonly double[][] _sure;
    private readonly bool[][] _isSure;
    private readonly int[] _order;
    private double[][] _drawn;
    private bool[][] _isSaid;

    /// <param name="table">The table, with all columns of the encoding.</param>
    /// <param name="encoding">The encoding.</param>
    /// <param name="filled">The columns whose blanks are filled.</param>
    public OpenCells(Table table, TableEncoding encoding, ColumnSelection filled)
    {
        (_encoding, _filled, _known) = (encoding, filled, encoding.Adopt(encoding.Arrange(table)));
        var known = _known;
        _rows = [.. known.Columns.Select((column, place) => IsIdentifier(place) || !filled.Keeps(column.Name) ? []
            : Enumerable.Range(0, known.Rows).Where(column.IsBlank).ToArray())];
        _blanks = [.. _rows.Select(rows => new int[rows.Length])];
        (_sure, _isSure) = (Unknown(), [.. _rows.Select(rows => new bool[rows.Length])]);
        int[] dependents = [.. encoding.Dependencies.All.Select(dependency => dependency.Dependent)];
        _order = [.. Enumerable.Range(0, _rows.Length).Except(dependents), .. dependents];
        (_drawn, _isSaid) = (_sure, _isSure);
        foreach (var row in dependents.Length == 0 ? [] : Rows)
        {
            encoding.Dependencies.Complete(
                place => Cell(place, row), fillsBlanks: true, (_, place, value) => Say(place, row, value));
        }
    }

    /// <summary>Bits of the attempts at a row in one draw.</summary>
    public const int AttemptShift = 8;

    /// <summary>How many they are.</summary>
    public long Count => _rows.Sum(rows => (long)rows.Length);

    /// <summary>The rows that have any.</summary>
    public int[] Rows => [.. _rows.SelectMany(rows => rows).Distinct().Order()];

    /// <summary>Opens them for a draw, but for those that others say.</summary>
    public void Begin() => (_drawn, _isSaid) = (
        [.. _sure.Select(cells => (double[])[.. cells])], [.. _isSure.Select(cells => (bool[])[.. cells])]);

    /// <summary>The draws, as a table each.</summary>
    /// <param name="table">The table, with its columns in its own order.</param>
    /// <param name="draws">What <see cref="Drawn"/> was at the end of each.</param>
    public FilledDraws ToDraws(Table table, IReadOnlyList<double[][]> draws) => new(table, _known, _encoding, _rows, draws);

    /// <summary>What was drawn of each column's blanks: values, or codes of texts; NaN where they stay.</summary>
    public double[][] Drawn => _drawn;

    /// <summary>The cells of some rows that are known: place of the column, cells, and which of the rows have them.</summary>
    public IEnumerable<(int Place, TableColumn Cells, int[] Rows)> Known(int[] rows)
    {
        foreach (var (place, column) in _known.Columns.Index().Where(pair => !IsIdentifier(pair.Index)))
        {
            double?[] cells = [.. rows.Select(row => Cell(place, row))];
            int[] present = [.. Enumerable.Range(0, rows.Length).Where(i => cells[i] is not null)];
            yield return (place, TableColumn.OfCells(column.Schema, [.. cells.OfType<double>()]), present);
        }
    }

    /// <summary>A cell that was filled: place of the column, the cell alone, and which of one row has it.</summary>
    public (int Place, TableColumn Cells, int[] Rows) Filled(int place, int row) =>
        (place, TableColumn.OfCells(_known.Schema.Columns[place], [Cell(place, row) ?? double.NaN]), [0]);

    /// <summary>Whether a row has blanks still that are not given up.</summary>
    public bool IsOpen(int row) => Enumerable.Range(0, _rows.Length).Any(place => At(place, row) >= 0);

    /// <summary>Fills the blanks of a row with what was drawn for it, where that is none, or with what columns say from which
    /// others follow.</summary>
    /// <param name="row">The row.</param>
    /// <param name="drawn">Rows that were drawn for it.</param>
    /// <param name="from">Which of them.</param>
    /// <param name="point">What that was decoded from.</param>
    /// <returns>The places of the columns that were filled.</returns>
    public IReadOnlyList<int> Take(int row, Table drawn, int from, ReadOnlySpan<float> point)
    {
        var filled = new List<int>();
        foreach (var place in _order)
        {
            if (At(place, row) is not (>= 0 and var at))
                continue;
            if (Said(place, row) is { } said)
                Say(place, row, said);
            else
            {
                _drawn[place][at] = Agreeing(
                    place, row, drawn.Columns[place].Cell(from), _blanks[place][at] == MostBlanks - 1, point);
                _blanks[place][at] = double.IsNaN(_drawn[place][at]) ? _blanks[place][at] + 1 : 0;
            }

            if (!double.IsNaN(_drawn[place][at]))
                filled.Add(place);
        }

        return filled;
    }

    /// <summary>A cell of a row where it is known, said or drawn, as <see cref="TableColumn.Cell"/> has it; null
    /// otherwise.</summary>
    public double? Cell(int place, int row)
    {
        var column = _known.Columns[place];
        if (!column.IsBlank(row))
            return column.Cell(row);
        if (Array.BinarySearch(_rows[place], row) is >= 0 and var at)
            return double.IsNaN(_drawn[place][at]) && !_isSaid[place][at] ? null : _drawn[place][at];
        return !_filled.Keeps(column.Name) && _encoding.Column(place).HasBlanks ? double.NaN : null;
    }

    private double[][] Unknown() => [.. _rows.Select(rows => Enumerable.Repeat(double.NaN, rows.Length).ToArray())];

    private void Say(int place, int row, double value)
    {
        if (Array.BinarySearch(_rows[place], row) is >= 0 and var at)
            (_drawn[place][at], _isSaid[place][at]) = (value, true);
    }

    // What the column from which one follows says, where it is known; so no draws are spent on blanks that have to be.
    private double? Said(int place, int row) => _encoding.Dependencies.Of(place) is { } dependency &&
        Cell(dependency.Determinant, row) is { } cell ? dependency.Of(cell) : null;

    // What was drawn, if it agrees with what is known of columns that follow from it, and was not mended by a cell that was not
    // taken; a blank otherwise, and in the last attempt one that agrees.
    private double Agreeing(int place, int row, double cell, bool isLast, ReadOnlySpan<float> point)
    {
        if (_encoding.Dependencies.Of(place) is { } dependency && At(dependency.Determinant, row) >= 0)
            return double.NaN;
        if (!_encoding.Dependencies.Breaks(place, cell, Other))
            return cell;
        return isLast ? _encoding.Dependencies.Choose(place, cell, Other, point) : double.NaN;

        double? Other(int other) => Cell(other, row);
    }

    // As the model has it: the table's own guess may be another kind.
    private bool IsIdentifier(int place) => _encoding.Schema.Columns[place].Kind is IdentifierKind;

    private int At(int place, int row) =>
        Array.BinarySearch(_rows[place], row) is >= 0 and var at && double.IsNaN(_drawn[place][at]) &&
        !_isSaid[place][at] && _blanks[place][at] < MostBlanks ? at : -1;
}
