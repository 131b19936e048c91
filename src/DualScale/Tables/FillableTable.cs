using System.Text;
using DualScale.Interchange;

namespace DualScale.Tables;

/// <summary>
/// A table with its text, whose blanks are filled where they stand: everything else, cells, quotes, spaces, line ends, order of
/// columns, stays as it was written.
/// </summary>
public sealed class FillableTable
{
    private const int MostCharacters = 500_000_000;

    private readonly byte[] _text;
    private readonly CellMap _cells;

    private FillableTable(Table table, byte[] text, CellMap cells, IReadOnlyList<string> others) =>
        (Table, _text, _cells, Others) = (table, text, cells, others);

    /// <summary>The table of the schema's columns, in the text's order.</summary>
    public Table Table { get; }

    /// <summary>Columns of the text that the schema has not; they stay as they are.</summary>
    public IReadOnlyList<string> Others { get; }

    /// <summary>Reads a file, within the limits of <see cref="TableReader"/> and of at most 500,000,000 characters.</summary>
    /// <param name="path">The file, in one of <see cref="TextEncoding"/>.</param>
    /// <param name="schema">What the columns are, in any order; a table may have more.</param>
    /// <exception cref="InvalidInputException">It is missing, unreadable or no table, a column is missing, or a cell is not of its
    /// kind; the message gives row and column.</exception>
    public static FillableTable Read(string path, Schema schema) => TextFile.Read(path, reader => Read(reader, path, schema));

    /// <summary>Reads a table from text. Blanks may be any of the words that <see cref="TableFile"/> takes for them.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="schema">What the columns are, in any order; a table may have more.</param>
    /// <returns>At least one row.</returns>
    /// <exception cref="InvalidInputException">It is no table, a column is missing, or a cell is not of its kind; the message
    /// gives row and column.</exception>
    public static FillableTable Read(TextReader reader, string source, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(schema);
        var text = BoundedText.ReadToEnd(reader, MostCharacters, source, TableReader.MaxLineLength);
        var (plain, cells) = (text.TrimStart(StrictEncoding.Mark), new CellMap());
        var typed = new TypedReader(
            source, schema, new ColumnSelection([.. schema.Columns.Select(column => column.Name)]), new TableLimits())
        {
            Cells = cells,
            Encoding = StrictEncoding.Of(reader, plain.Length < text.Length
                || reader is StreamReader { BaseStream: var stream } && StartsWithMark(stream)),
        };
        var table = typed.Read(new StringReader(plain));
        return new FillableTable(table, Encoding.UTF8.GetBytes(plain), cells, typed.LeftOut);
    }

    /// <summary>Writes the text with its blanks filled.</summary>
    /// <param name="writer">Where to; it stays open.</param>
    /// <param name="filled">The table filled: as many rows, the columns of <see cref="Table"/>. What is blank there stays as it
    /// was written.</param>
    /// <param name="more">Columns to add at the end: a name and a cell a row.</param>
    public void Write(TextWriter writer, Table filled, IReadOnlyList<(string Name, Func<int, string> Cell)>? more = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(filled);
        var added = more ?? [];
        WriteHeader(writer, "", string.Concat(added.Select(column => Separator + Field(column.Name))));
        WriteRows(
            writer, filled, "", row => string.Concat(added.Select(column => Separator + Field(column.Cell(row)))), isLast: true);
    }

    /// <summary>Writes what is known before anything is filled: the header and, of one filling, what stands before the first
    /// blank.</summary>
    /// <param name="writer">Where to; it stays open.</param>
    /// <param name="name">The name of the column of several fillings; null for one.</param>
    /// <param name="isWhole">Whether nothing is added to the rows.</param>
    internal void WriteStart(TextWriter writer, string? name, bool isWhole)
    {
        WriteNames(writer, name is null ? "" : Field(name) + Separator);
        if (name is not null || !isWhole)
            return;
        var blank = _cells.Rows.SelectMany(row => row.Blanks).Select(blank => blank.Offset).DefaultIfEmpty(_text.Length).First();
        Copy(writer, _cells.Header?.End ?? _cells.Rows[0].Start, blank);
    }

    /// <summary>Writes several fillings one below the other, behind a column that numbers them from 1.</summary>
    /// <param name="writer">Where to; it stays open.</param>
    /// <param name="draws">The fillings.</param>
    /// <param name="name">The name of the column.</param>
    public void Write(TextWriter writer, IReadOnlyList<Table> draws, string name)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(draws);
        WriteHeader(writer, Field(name) + Separator, "");
        foreach (var (i, draw) in draws.Index())
            WriteRows(writer, draw, $"{i + 1}{Separator}", _ => "", isLast: i == draws.Count - 1);
    }

    /// <summary>A name that no column of the text has: the one given, with as many underscores as it takes.</summary>
    /// <param name="name">The name.</param>
    public string Unused(string name)
    {
        while (Table.Schema.IndexOf(name) >= 0 || Others.Contains(name))
            name += "_";
        return name;
    }

    private string Separator => Table.Schema.Format.Delimiter.ToString();

    private void WriteNames(TextWriter writer, string before)
    {
        if (Table.Schema.Format.HasMark)
            writer.Write(StrictEncoding.Mark);
        if (_cells.Header is not { } header)
            return;
        Copy(writer, 0, header.Start);
        writer.Write(before);
        Copy(writer, header.Start, header.End);
    }

    private void WriteHeader(TextWriter writer, string before, string behind)
    {
        WriteNames(writer, before);
        if (_cells.Header is not { } header)
            return;
        writer.Write(behind);
        Copy(writer, header.End, _cells.Rows[0].Start);
    }

    private void WriteRows(TextWriter writer, Table filled, string before, Func<int, string> behind, bool isLast)
    {
        foreach (var (row, (start, end, blanks)) in _cells.Rows.Index())
        {
            writer.Write(before);
            var at = start;
            foreach (var blank in blanks.Where(blank => !filled.Columns[blank.Column].IsBlank(row)))
            {
                Copy(writer, at, blank.Offset);
                var column = filled.Columns[blank.Column];
                writer.Write(Field(column.Text(row), column.Schema.Quoted));
                at = blank.Offset + blank.Length;
            }

            Copy(writer, at, end);
            writer.Write(behind(row));
            var next = row + 1 < _cells.Rows.Count ? _cells.Rows[row + 1].Start : _text.Length;
            if (next == _text.Length && !isLast)
                writer.Write(Table.Schema.Format.CarriageReturns ? "\r\n" : "\n");
            else
                Copy(writer, end, next);
        }
    }

    private void Copy(TextWriter writer, int from, int to)
    {
        if (from < to)
            writer.Write(Encoding.UTF8.GetString(_text.AsSpan(from, to - from)));
    }

    // A reader of .NET takes the mark away.
    private static bool StartsWithMark(Stream stream)
    {
        if (!stream.CanSeek)
            return false;
        var start = new byte[3];
        stream.Position = 0;
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length &&
            start.AsSpan().SequenceEqual(Encoding.UTF8.Preamble);
    }

    private string Field(string text, bool isQuoted = false) =>
        isQuoted || text.AsSpan().IndexOfAny(['"', '\r', '\n', Separator[0]]) >= 0 || text.Length != text.Trim().Length
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
