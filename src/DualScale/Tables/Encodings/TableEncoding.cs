using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DualScale.Tables;

/// <summary>
/// Brings the rows of a table to columns of a network and back, a way for each kind of column (docs/tables.md). A network sees
/// numbers around 0 whose spread is about 1.
/// </summary>
public sealed class TableEncoding
{
    /// <summary>The most columns of a network that a table may become.</summary>
    public const int MaxWidth = 1000;

    private const string SchemaKey = "schema";
    private const string FittedKey = "fitted";
    private const string BlanksKey = "blanks";
    private const string DependenciesKey = "dependencies";

    private readonly ColumnEncoding[] _columns;
    private readonly BlankFilling? _filling;

    private TableEncoding(
        Schema schema, ColumnEncoding[] columns, ColumnDependencies dependencies, BlankFilling? filling = null)
    {
        (Schema, _columns, Dependencies, _filling) = (schema, columns, dependencies, filling);
        Names = [.. columns.SelectMany(column => column.Names)];
        if (Names.Count == 0)
        {
            throw new InvalidInputException(
                "There is nothing to learn: every column is constant or an identifier; give a column that differs from row to row.");
        }

        if (Names.Count > MaxWidth)
        {
            throw new InvalidInputException(
                $"The table becomes {Names.Count} columns of a network; at most {MaxWidth} are supported, so leave some out.");
        }
    }

    /// <summary>What the columns of the table are.</summary>
    public Schema Schema { get; }

    /// <summary>The names of the network's columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// How many of the network's columns, adjacent ones, stand for each column of the table that has any: what conditions give
    /// together.
    /// </summary>
    public IReadOnlyList<int> Widths => [.. _columns.Select(column => column.Names.Count).Where(width => width > 0)];

    /// <summary>Those of the network's columns that take few values: of texts, truth values and the blanks of numbers.</summary>
    public IReadOnlyList<DiscreteColumns> Discrete =>
        [.. _columns.Select((column, place) => column.Discrete(Place(place).First)).OfType<DiscreteColumns>()];

    /// <summary>Which columns follow from others.</summary>
    internal ColumnDependencies Dependencies { get; }

    /// <summary>How many of them are numbers that may be blank.</summary>
    internal int BlankNumbers => _columns.Count(column => column is NumberEncoding { HasBlanks: true });

    /// <summary>Fits an encoding to a table.</summary>
    /// <param name="table">The table.</param>
    /// <exception cref="InvalidInputException">There is nothing to learn in a column that is no constant, or in none; or the table
    /// becomes more than <see cref="MaxWidth"/> columns. The message names the column.</exception>
    public static TableEncoding Fit(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        ColumnEncoding[] columns = [.. table.Columns.Select(ColumnEncoding.Fit)];
        var encoding = new TableEncoding(
            table.Schema, columns, new ColumnDependencies(DependencySearch.Find(table.Columns), columns));
        if (encoding.BlankNumbers == 0)
            return encoding;
        var points = encoding.EncodeCells(BlankFilling.RowsOf(table), Draws(0), 0);
        return encoding.With(BlankFilling.Fit(points, encoding.FillingColumns));
    }

    /// <summary>The columns of a table in the order of the encoding.</summary>
    /// <param name="table">A table that has all of them.</param>
    /// <exception cref="InvalidInputException">One is missing; the message names it.</exception>
    public Table Arrange(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new Table([.. Schema.Columns.Select(column => table[column.Name])], table.Schema.Format);
    }

    /// <summary>Encodes a table.</summary>
    /// <param name="table">A table of the same schema.</param>
    /// <param name="seed">The seed by which equal numbers are spread over their share of the normal. Default 0.</param>
    /// <returns>As many rows, of the columns <see cref="Names"/>.</returns>
    /// <exception cref="InvalidInputException">The table has other columns, or a cell has no place in the encoding; the message
    /// names row and column.</exception>
    public PointSet Encode(Table table, ulong seed = 0) => Encode(table, Draws(seed));

    /// <summary>
    /// Encodes a table with every number in the middle of its share of the normal, so that a row's encoding depends on its
    /// cells alone: what rows are scored by.
    /// </summary>
    /// <param name="table">A table of the same schema.</param>
    /// <param name="firstRow">The number of its first row in the whole table, from 0, for messages. Default 0.</param>
    /// <inheritdoc cref="Encode(Table, ulong)" path="/returns"/>
    /// <inheritdoc cref="Encode(Table, ulong)" path="/exception"/>
    public PointSet EncodeCentred(Table table, long firstRow = 0) => Encode(table, _ => _ => 0.5, firstRow);

    /// <summary>
    /// Decodes rows of a network: any finite numbers give rows of the schema, in which a column that followed from another in all
    /// rows of the fit does so too; one that followed from several, from one of them.
    /// </summary>
    /// <param name="points">Rows of the columns <see cref="Names"/>, finite.</param>
    /// <param name="firstRow">The number of the first row in the whole table, from 0, for identifiers. Default 0.</param>
    /// <exception cref="ArgumentException">The points have another number of columns.</exception>
    public Table Decode(PointSet points, long firstRow = 0)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Columns != Names.Count)
        {
            throw new ArgumentException(
                $"The points have {points.Columns} columns and the encoding {Names.Count}.", nameof(points));
        }

        var (columns, offset) = (new TableColumn[_columns.Length], 0);
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = _columns[i].Decode(points.Values.Span, offset, points.Columns, points.Count, firstRow);
            offset += _columns[i].Names.Count;
        }

        Dependencies.Mend(columns, points, _ => true);
        return new Table(columns, Schema.Format);
    }

    /// <summary>The encoding of a column of the schema.</summary>
    internal ColumnEncoding Column(int place) => _columns[place];

    /// <summary>Where a network's columns for one of the schema begin, and how many they are.</summary>
    internal (int First, int Width) Place(int place) =>
        (_columns[..place].Sum(column => column.Names.Count), _columns[place].Names.Count);

    /// <summary>A table of the same columns with the schema of this one; identifiers stay as they are.</summary>
    /// <exception cref="InvalidInputException">A column is of another kind, or a text was not there when it was fitted; the
    /// message names row and column.</exception>
    internal Table Adopt(Table table) => new([.. _columns.Zip(table.Columns, (own, column) => own.Adopt(column))], Schema.Format);

    /// <summary>Encodes some cells of rows; NaN stands for the others.</summary>
    /// <param name="numbers">The number of each row in the whole table, from 0.</param>
    /// <param name="seed">The seed by which equal numbers are spread over their share of the normal.</param>
    /// <param name="first">The number of the table's first row, by which they are spread too.</param>
    /// <param name="draw">Which draw of the rows it is, by which they are spread too.</param>
    /// <param name="givesFlagsAlone">Whether of a number that is blank only its flag is given; otherwise zero too.</param>
    /// <param name="columns">Places of columns in the schema, cells of them, and the place of each cell's row.</param>
    internal PointSet EncodeSome(
        IReadOnlyList<int> numbers, ulong seed, long first, int draw, bool givesFlagsAlone,
        IEnumerable<(int Place, TableColumn Cells, int[] Rows)> columns)
    {
        var values = new float[numbers.Count * Names.Count];
        Array.Fill(values, float.NaN);
        foreach (var (place, cells, rows) in columns)
        {
            var (draws, (offset, width)) = (RandomStreams.Given(seed, draw, place), Place(place));
            var encoded = new float[rows.Length * width];
            _columns[place].EncodeGiven(
                cells, row => draws.Uniform((ulong)(first + numbers[rows[row]])), encoded, 0, width, row => numbers[rows[row]]);
            if (_filling is null || !givesFlagsAlone)
                encoded.AsSpan().Replace(float.NaN, 0);
            for (var i = 0; i < rows.Length; i++)
                encoded.AsSpan(i * width, width).CopyTo(values.AsSpan(rows[i] * Names.Count + offset));
        }

        return new PointSet(values, Names);
    }

    /// <summary>The encoding as JSON: its schema and what was fitted.</summary>
    internal JsonObject ToJson()
    {
        var tree = new JsonObject
        {
            [SchemaKey] = SchemaJson.Write(Schema),
            [FittedKey] = JsonSerializer.SerializeToNode(_columns.Select(column => column.Parameters)),
            [BlanksKey] = JsonSerializer.SerializeToNode(_filling?.Parameters),
        };
        if (Dependencies.All.Count > 0)
            tree[DependenciesKey] = DependencyJson.Write(Dependencies.All);
        return tree;
    }

    /// <summary>The encoding of JSON.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    /// <exception cref="JsonException">It is none.</exception>
    internal static TableEncoding FromJson(JsonObject tree)
    {
        var schema = SchemaJson.Read(tree[SchemaKey] as JsonObject ?? throw new JsonException("There is no schema."), "The schema");
        var fitted = tree[FittedKey].Deserialize<double[][]>() ?? [];
        if (fitted.Length != schema.Columns.Count || fitted.Any(parameters => parameters is null))
            throw new JsonException("The schema has other columns than the encoding.");
        ColumnEncoding[] columns = [.. schema.Columns.Zip(fitted, ColumnEncoding.Create)];
        var dependencies = new ColumnDependencies(DependencyJson.Read(tree[DependenciesKey], columns), columns);
        var encoding = new TableEncoding(schema, columns, dependencies);
        if (tree[BlanksKey].Deserialize<double[]>() is not { } blanks)
            return encoding;
        return BlankFilling.Create(blanks, encoding.FillingColumns) is { } filling
            ? encoding.With(filling)
            : throw new JsonException("What stands under blanks is no normal law.");
    }

    private TableEncoding With(BlankFilling filling) => new(Schema, _columns, Dependencies, filling);

    // Those by which blank numbers are filled: numbers and, where these are not too many, texts. What flags would say of a number
    // under a blank, no row tells.
    private int[] FillingColumns
    {
        get
        {
            int[] numbers = [.. Enumerable.Range(0, _columns.Length).Where(place => _columns[place] is NumberEncoding)];
            int[] flags = [.. numbers.Where(place => _columns[place].HasBlanks).Select(place => Place(place).First + 1)];
            return Names.Count - flags.Length <= BlankFilling.MostColumns ? [.. Enumerable.Range(0, Names.Count).Except(flags)]
                : [.. numbers.Select(place => Place(place).First)];
        }
    }

    private static Func<int, Func<int, double>> Draws(ulong seed) => column =>
    {
        var draws = RandomStreams.Encoding(seed, column);
        return row => draws.Uniform((ulong)row);
    };

    private PointSet Encode(Table table, Func<int, Func<int, double>> draws, long firstRow = 0)
    {
        var points = EncodeCells(table, draws, firstRow);
        var values = MemoryMarshal.AsMemory(points.Values).Span;
        if (_filling is null)
        {
            values.Replace(float.NaN, 0);
            return points;
        }

        int[] places = [.. _columns.SelectMany((column, place) => Enumerable.Repeat(place, column.Names.Count))];
        _filling.Fill(values, Names.Count, column => draws(places[column]));
        return points;
    }

    // Numbers that are blank are NaN.
    private PointSet EncodeCells(Table table, Func<int, Func<int, double>> draws, long firstRow)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!table.Columns.Select(column => (column.Name, column.Schema.Kind.GetType()))
            .SequenceEqual(Schema.Columns.Select(column => (column.Name, column.Kind.GetType()))))
        {
            throw new InvalidInputException(
                "The table has other columns than those the encoding was fitted to; read it with the encoding's schema.");
        }

        if ((long)table.Rows * Names.Count > Array.MaxLength)
        {
            throw new InvalidInputException(FormattableString.Invariant(
                $"{table.Rows:N0} rows of {Names.Count} columns of a network are more than an array holds; give fewer rows."));
        }

        var values = new float[table.Rows * Names.Count];
        var offset = 0;
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Encode(table.Columns[i], draws(i), values, offset, Names.Count, row => firstRow + row);
            offset += _columns[i].Names.Count;
        }

        return new PointSet(values, Names);
    }
}
