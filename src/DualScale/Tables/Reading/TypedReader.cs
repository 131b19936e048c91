using CsvHelper;

namespace DualScale.Tables;

/// <summary>
/// Reads a table in one pass. The first rows wait until the kinds of their columns are guessed by them; all other rows go to
/// the columns at once.
/// </summary>
internal sealed class TypedReader
{
    private const int SampledRows = 10_000;
    private const int BytesOfCharacter = 3;

    // Of a file of which some columns are read.
    private const int MostWidth = 10_000;

    private readonly string _source;
    private readonly Schema? _schema;
    private readonly ColumnSelection _selection;
    private readonly TableLimits _limits;
    private TableFormat _format = new();
    private SampledColumn[] _sampled = [];
    private ColumnReader[] _readers = [];
    private int[] _places = [];
    private int _width;
    private int _rows;

    public TypedReader(string source, Schema? schema, ColumnSelection? selection, TableLimits limits) =>
        (_source, _schema, _selection, _limits) = (source, schema, selection ?? new ColumnSelection(), limits);

    /// <summary>The table whose schema is given; null where the schema is one of its own.</summary>
    public string? Like { get; init; }

    /// <summary>
    /// Told where rows and blanks stand; then a table to be filled is read, which may have one row, columns of blanks alone, and
    /// any word for a blank. Null where a table is only read, the default.
    /// </summary>
    public CellMap? Cells { get; init; }

    /// <summary>How the letters of the text were written; told from where it comes where null, the default.</summary>
    public TextEncoding? Encoding { get; init; }

    /// <summary>
    /// Whether they are rows to be measured by a schema: all cells of a column may be blank. Default false.
    /// </summary>
    public bool IsMeasured { get; init; }

    /// <summary>Columns of the text that were not read, known when it was.</summary>
    public IReadOnlyList<string> LeftOut { get; private set; } = [];

    /// <summary>Columns of the schema that may be missing.</summary>
    public IReadOnlySet<string> Optional { get; init; } = new HashSet<string>();

    public Table Read(TextReader reader) => ReadParts(reader, int.MaxValue).Single();

    /// <summary>Reads a table in parts.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="rows">Rows of each part but the last.</param>
    public IEnumerable<Table> ReadParts(TextReader reader, int rows)
    {
        using var text = new TableText(reader, _source, _limits);
        var format = _schema?.Format ?? new TableFormat();
        _format = format with
        {
            Delimiter = _schema is null || Like is not null || Cells is not null
                || !Delimiters.Suits(format.Delimiter, text.FirstLine, _schema.Columns.Count)
                    ? Delimiters.Of(text.FirstLine, text.SecondLine) : format.Delimiter,
            CarriageReturns = text.HasCarriageReturns,
            Encoding = Encoding ?? StrictEncoding.Of(reader, text.HasMark),
        };
        using var csv = CsvReader.Create(text, CsvReaderOptions.Default with
        {
            HasHeader = false,
            Separator = _format.Delimiter,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = BytesOfCharacter * _limits.LineLength,
        }, leaveOpen: true);
        var given = 0;
        while (TakeNext(csv))
        {
            if (_rows - given < rows)
                continue;
            yield return Part();
            given = _rows;
        }

        var least = Cells is null ? 2 : 1;
        if (_rows < least)
            throw new InvalidInputException($"{_source} has {(_rows == 0 ? "no rows" : "one row")} of data; give at least {least}.");
        Guess();
        if (Cells is null && !IsMeasured)
        {
            foreach (var column in _readers)
                column.RequireCells();
        }

        if (_rows > given)
            yield return Part();
    }

    private bool TakeNext(CsvReader csv)
    {
        try
        {
            if (!csv.Read())
                return false;
            Take(csv);
            return true;
        }
        catch (CsvFormatException exception)
        {
            throw new InvalidInputException(
                $"{_source}, row {exception.LineNumber}: the quotes do not match; mend them.", exception);
        }
    }

    // What has been taken since the last part.
    private Table Part() => new([.. _readers.Select(column => column.Finish())], _format);

    private void Take(CsvReader csv)
    {
        var row = (int)csv.LineNumber;
        if (_width == 0 && TakeNames(csv, row))
            return;
        if (csv.FieldCount != _width)
        {
            throw new InvalidInputException(
                $"{_source}, row {row}: {csv.FieldCount} cells where the first row has {_width}; give every row the same number.");
        }

        _limits.RequireCells(_rows + 1, _places.Length, _source, row);
        if (_readers.Length == 0 && (_schema is not null || _rows == SampledRows))
            Guess();
        for (var i = 0; i < _places.Length; i++)
        {
            var cell = csv.GetSpan(_places[i]);
            var isQuoted = ColumnReader.IsQuoted(csv.GetRawSpan(_places[i]));
            if (_readers.Length == 0)
                _sampled[i].Cells.Add((cell.ToArray(), isQuoted, row));
            else
                _readers[i].Add(cell, isQuoted, row);
        }

        Cells?.Add(csv, _places, i => _readers[i].IsBlank(csv.GetSpan(_places[i])));
        _rows++;
    }

    // True where the row is the header.
    private bool TakeNames(CsvReader csv, int row)
    {
        _width = csv.FieldCount;
        if (_width > MostWidth)
            TableLimits.RequireWidth(_width, _source);
        var cells = Enumerable.Range(0, _width).Select(csv.GetString).ToArray();
        var isHeader = _schema?.Format.Header ??
            !Enumerable.Range(0, _width).Any(i => KindGuess.IsValue(csv.GetSpan(i).ToArray()));
        var isQuoted = isHeader && Enumerable.Range(0, _width).All(i => ColumnReader.IsQuoted(csv.GetRawSpan(i)));
        string[] names = isHeader ? HeaderNames.Of(cells, _selection.Keeps, _source, row) : [.. DefaultNames()];
        _format = _format with { Header = isHeader, HeaderQuoted = isQuoted };
        _selection.Require(names, _source);
        _places = [.. Enumerable.Range(0, _width).Where(i => _selection.Keeps(names[i]))];
        TableLimits.RequireWidth(_places.Length, _source);
        _sampled = [.. _places.Select(i => new SampledColumn(names[i]))];
        LeftOut = [.. names.Where(name => !_selection.Keeps(name))];
        if (isHeader)
            Cells?.AddHeader(csv);
        return isHeader;
    }

    private IEnumerable<string> DefaultNames() => _schema?.Columns.Count == _width
        ? _schema.Columns.Select(column => column.Name) : PointSet.DefaultNames(_width);

    private void Guess()
    {
        if (_readers.Length > 0)
            return;
        _readers = _schema is null
            ? [.. KindGuess.OfAll(_sampled, _format.Delimiter, _source, areAll: _rows < SampledRows)
                .Select(guess => ColumnReader.For(guess, KindOrigin.Guess, _source))]
            : [.. SchemaMatch.Of(_schema, [.. _sampled.Select(column => column.Name)], _selection, _source, Like, Optional)
                .Select(column => ColumnReader.For(
                    column, KindOrigin.Schema, _source, isToBeFilled: Cells is not null,
                    isOfAnother: Cells is not null || Like is not null || IsMeasured))];
        foreach (var (column, reader) in _sampled.Zip(_readers))
        {
            foreach (var (cell, isQuoted, row) in column.Cells)
                reader.Add(cell, isQuoted, row);
            column.Cells.Clear();
        }
    }
}
