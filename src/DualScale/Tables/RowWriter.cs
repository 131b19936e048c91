using CsvHelper;

namespace DualScale.Tables;

/// <summary>Writes the rows of tables of one schema one after another, so that a table need never be whole.</summary>
public sealed class RowWriter : IDisposable
{
    private readonly Schema _schema;
    private readonly TextWriter _writer;
    private readonly CsvWriter _csv;
    private readonly bool _mayBeBlank;
    private bool _quotes;

    /// <summary>Creates a writer.</summary>
    /// <param name="writer">Where to; it stays open. A file's is of <see cref="TableFormat.OpenWriter"/>.</param>
    /// <param name="schema">What the columns are and how they are written.</param>
    public RowWriter(TextWriter writer, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(schema);
        _schema = schema;
        _writer = writer;
        var options = CsvWriterOptions.Default with
        {
            NewLine = schema.Format.CarriageReturns ? "\r\n" : "\n",
            Separator = schema.Format.Delimiter,
            Quoting = CsvQuoting.WhenNeededOrWhitespace,
        };

        // What would be a blank line is no row for any reader.
        _mayBeBlank = schema.Columns.All(column => column.Blank.Length == 0)
            && (schema.Columns.Count == 1 || char.IsWhiteSpace(schema.Format.Delimiter));
        if (_mayBeBlank || schema.Format.HeaderQuoted || schema.Columns.Any(column => column.Quoted || column.BlankQuoted))
            options = options with { ShouldQuote = (_, _, _, _) => _quotes };
        _csv = CsvWriter.Create(writer, options, leaveOpen: true);
    }

    /// <summary>Writes what stands before the rows: the mark of the encoding and the names of the columns, where the table has
    /// them.</summary>
    public void WriteHeader()
    {
        if (_schema.Format.HasMark)
            _writer.Write(StrictEncoding.Mark);
        if (!_schema.Format.Header)
            return;
        _quotes = _schema.Format.HeaderQuoted;
        foreach (var column in _schema.Columns)
            _csv.WriteField(column.Name);
        _csv.EndRecord();
    }

    /// <summary>Writes the rows of a table of the schema.</summary>
    /// <param name="table">The table.</param>
    /// <exception cref="ArgumentException">It has another number of columns.</exception>
    public void Write(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Columns.Count != _schema.Columns.Count)
            throw new ArgumentException("The table has other columns than the schema.", nameof(table));
        Span<char> buffer = stackalloc char[NumberKind.LongestCell];
        for (var row = 0; row < table.Rows; row++)
        {
            var isBlank = _mayBeBlank && table.Columns.All(column => column.IsBlank(row));
            foreach (var column in table.Columns)
            {
                _quotes = column.IsBlank(row) ? isBlank || column.Schema.BlankQuoted : column.Schema.Quoted;
                _csv.WriteField(column.Write(row, buffer));
            }

            _csv.EndRecord();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();
}
