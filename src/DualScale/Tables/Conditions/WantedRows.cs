using System.Globalization;

namespace DualScale.Tables;

/// <summary>The conditions of a table's rows, held against the encoding of its columns.</summary>
internal sealed class WantedRows
{
    private readonly TableEncoding _encoding;
    private readonly CellCondition[] _given;
    private readonly RowTest[] _tests;
    private readonly bool _gives;
    private readonly long[] _kept;

    private WantedRows(TableEncoding encoding, CellCondition[] given, RowTest[] tests, bool gives) =>
        (_encoding, _given, _tests, _gives, _kept) = (encoding, given, tests, gives, new long[tests.Length]);

    /// <summary>Whether columns have values that are given.</summary>
    public bool HasGiven => _given.Length > 0;

    /// <summary>Whether rows have to be looked at.</summary>
    public bool HasTests => _tests.Length > 0;

    /// <summary>What to do where hardly any row keeps them, by what was seen so far.</summary>
    public string Advice
    {
        get
        {
            var rarest = _tests.Zip(_kept).MinBy(test => test.Second);
            return string.Create(CultureInfo.InvariantCulture,
                $"loosen {rarest.First.Text}, which {rarest.Second:N0} kept") +
                (_gives ? "" : ", or train the model with training.conditions above 0, as tables are by default, so that columns can be given their values");
        }
    }

    /// <summary>Reads conditions.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <param name="encoding">The encoding.</param>
    /// <param name="gives">Whether a value is given; otherwise rows are looked at for it.</param>
    /// <exception cref="TableConditionException">One is none, cannot hold, or contradicts another.</exception>
    public static WantedRows Of(TableConditions conditions, TableEncoding encoding, bool gives)
    {
        var (cells, rules) = (new CellConditionReader(encoding), new RuleReader(encoding));
        CellCondition[] columns = [.. conditions.Where.Select(cells.Read).GroupBy(cell => cell.Column).Select(cells.Join)];
        var given = new GivenCells(encoding, columns);
        RowTest[] tests = [.. columns.Where(cell => !gives || cell.Value is null), .. conditions.Rules.Select(rules.Read)];
        return gives ? new WantedRows(encoding, given.All, [.. tests, .. given.Tests], gives)
            : new WantedRows(encoding, [], tests, gives);
    }

    /// <summary>What is given of rows, as the network sees it: a row for each, or one where it is the same of all; null for
    /// nothing.</summary>
    /// <param name="count">How many rows.</param>
    /// <param name="seed">The seed by which equal numbers are spread over their share of the normal.</param>
    /// <param name="first">The number of the first row.</param>
    /// <param name="givesFlagsAlone">Whether of a number that is blank only its flag is given.</param>
    public PointSet? Encode(int count, ulong seed, long first, bool givesFlagsAlone)
    {
        if (!HasGiven)
            return null;
        var isSame = _given.All(given => !_encoding.Column(given.Column).Spreads(given.Value!.Value));
        int[] rows = [.. Enumerable.Range(0, isSame ? 1 : count)];
        return _encoding.EncodeSome(
            rows, seed, first, draw: 0, givesFlagsAlone, _given.Select(given => (given.Column, Cells(given, rows.Length), rows)));
    }

    /// <summary>A decoded table with the given values as they were given, and what follows from them.</summary>
    /// <param name="table">The table.</param>
    /// <param name="points">What it was decoded from.</param>
    public Table Restore(Table table, PointSet points)
    {
        TableColumn[] columns = [.. table.Columns];
        foreach (var given in _given)
            columns[given.Column] = Cells(given, table.Rows);
        _encoding.Dependencies.Mend(columns, points, place => !_given.Any(given => given.Column == place));
        return new Table(columns, table.Schema.Format);
    }

    /// <summary>Whether a row of a restored table keeps all that is not given.</summary>
    public Predicate<int> Keep(Table table) => row =>
    {
        var isKept = true;
        foreach (var (i, test) in _tests.Index())
        {
            var holds = test.Holds(table, row);
            _kept[i] += holds ? 1 : 0;
            isKept &= holds;
        }

        return isKept;
    };

    private TableColumn Cells(CellCondition given, int count) => TableColumn.OfCells(
        _encoding.Schema.Columns[given.Column], [.. Enumerable.Repeat(given.Value!.Value, count)]);
}
