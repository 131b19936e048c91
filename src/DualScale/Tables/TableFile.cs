using System.Text;
using DualScale.Interchange;

namespace DualScale.Tables;

/// <summary>
/// Tables as CSV. What a column is and how it is written is told from its cells, unless a schema says it; a table is written as
/// it was read: delimiter, header, quotes, decimal places, separators, dates, blanks.
/// </summary>
public static class TableFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Reads a file, within the limits of <see cref="TableReader"/>.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="schema">What the columns are; told from the cells where null.</param>
    /// <param name="selection">Which columns to read; all where null.</param>
    /// <exception cref="InvalidInputException">It is missing, unreadable, no table, or does not fit the schema; the message gives
    /// row and column.</exception>
    public static Table Read(string path, Schema? schema = null, ColumnSelection? selection = null) =>
        TextFile.Read(path, reader => Read(reader, path, schema, selection));

    /// <summary>Reads a table from text.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="schema">What the columns are; told from the cells where null.</param>
    /// <param name="selection">Which columns to read; all where null.</param>
    /// <returns>At least 2 rows of 1 to <see cref="TableReader.MaxColumns"/> columns.</returns>
    /// <exception cref="InvalidInputException">It is no table, or does not fit the schema; the message gives row and
    /// column.</exception>
    public static Table Read(TextReader reader, string source, Schema? schema = null, ColumnSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new TypedReader(source, schema, selection, new TableLimits()).Read(reader);
    }

    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">The file to write; what was there is replaced.</param>
    /// <exception cref="InvalidInputException">The folder is missing or may not be written.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    public static void Write(Table table, string path) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), BufferSize, leaveOpen: true);
        Write(table, writer);
    });

    /// <summary>Writes text.</summary>
    /// <param name="table">The table.</param>
    /// <param name="writer">Where to; it stays open.</param>
    public static void Write(Table table, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var rows = new RowWriter(writer, table.Schema);
        rows.WriteHeader();
        rows.Write(table);
    }
}
