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
    private readonly int[] _order;
    private double[][] _drawn = [];

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
        int[] dependents = [.. encoding.Dependencies.Select(dependency => dependency.Dependent)];
        _order = [.. Enumerable.Range(0, _rows.Length).Except(dependents), .. dependents];
    }

    /// <summary>Bits of the attempts at a row in one draw.</summary>
    public const int AttemptShift = 8;

    /// <summary>How many they are.</summary>
    public long Count => _rows.Sum(rows => (long)rows.Length);

    /// <summary>The rows that have any.</summary>
    public int[] Rows => [.. _rows.SelectMany(rows => rows).Distinct().Order()];

    /// <summary>Opens them for a draw.</summary>
    public void Begin() => _drawn = [.. _rows.Select(rows => Enumerable.Repeat(double.NaN, rows.Length).ToArray())];

    /// <summary>The draws, as a table each.</summary>
    /// <param name="table">The table, with its columns in its own order.</param>
    /// <param name="draws">What <see cref="Drawn"/> was at the end of each.</param>
    public FilledDraws ToDraws(Table table, IReadOnlyList<double[][]> draws) => new(table, _known, _rows, draws);

    /// <summary>What was drawn of each column's blanks: values, or codes of texts; NaN where they stay.</summary>
    public double[][] Drawn => _drawn;

    /// <summary>The cells of some rows that are known: place of the column, cells, and which of the rows have them.</summary>
    public IEnumerable<(int Place, TableColumn Cells, int[] Rows)> Known(int[] rows)
    {
        foreach (var (place, column) in _known.Columns.Index().Where(pair => !IsIdentifier(pair.Index)))
        {
            var stays = StaysBlank(place);
            int[] present = [.. Enumerable.Range(0, rows.Length).Where(i => stays || !column.IsBlank(rows[i]))];
            yield return (place, column.Take([.. present.Select(i => rows[i])]), present);
        }
    }

    /// <summary>Whether a row has blanks still that are not given up.</summary>
    public bool IsOpen(int row) => Enumerable.Range(0, _rows.Length).Any(place => At(place, row) >= 0);

    /// <summary>Fills the blanks of a row with what was drawn for it, where that is none, or with what columns say from which
    /// others follow.</summary>
    /// <returns>The places of the columns that were filled with what was drawn.</returns>
    public IReadOnlyList<int> Take(int row, Table drawn, int from)
    {
        var filled = new List<int>();
        foreach (var place in _order)
        {
            if (At(place, row) is not (>= 0 and var at))
                continue;
            var said = Said(place, row);
            var cell = said ?? drawn.Columns[place].Cell(from);
            if (said is null && Contradicts(place, cell, row))
                cell = double.NaN;
            _blanks[place][at] = !double.IsNaN(cell) ? 0 : said is null ? _blanks[place][at] + 1 : MostBlanks;
            _drawn[place][at] = cell;
            if (said is null && !double.IsNaN(cell))
                filled.Add(place);
        }

        return filled;
    }

    // What the column from which one follows says, where it is known; so no draws are spent on blanks that have to be.
    private double? Said(int place, int row) =>
        _encoding.Dependencies.FirstOrDefault(dependency => dependency.Dependent == place) is { } dependency &&
        Known(dependency.Determinant, row) is { } cell ? dependency.Of(cell) : null;

    // Whether a cell says something else than what is known of a column that follows from it, or was repaired by a draw of
    // another that was not taken.
    private bool Contradicts(int place, double cell, int row) => _encoding.Dependencies.Any(dependency =>
        (dependency.Determinant == place && Known(dependency.Dependent, row) is { } other && !dependency.Allows(cell, other)) ||
        (dependency.Dependent == place && At(dependency.Determinant, row) >= 0));

    private double? Known(int place, int row)
    {
        var column = _known.Columns[place];
        if (!column.IsBlank(row))
            return column.Cell(row);
        if (Array.BinarySearch(_rows[place], row) is >= 0 and var at)
            return double.IsNaN(_drawn[place][at]) ? null : _drawn[place][at];
        return StaysBlank(place) ? double.NaN : null;
    }

    private bool StaysBlank(int place) =>
        !_filled.Keeps(_known.Columns[place].Name) && _encoding.Column(place).HasBlanks;

    // As the model has it: the table's own guess may be another kind.
    private bool IsIdentifier(int place) => _encoding.Schema.Columns[place].Kind is IdentifierKind;

    private int At(int place, int row) =>
        Array.BinarySearch(_rows[place], row) is >= 0 and var at && double.IsNaN(_drawn[place][at]) &&
        _blanks[place][at] < MostBlanks ? at : -1;
}
