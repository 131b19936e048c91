using DualScale.Interchange;

namespace DualScale.Tables;

/// <summary>
/// Tables as CSV. What a column is and how it is written is told from its cells, unless a schema says it; a table is written as
/// it was read: delimiter, header, quotes, decimal places, separators, dates, blanks.
/// </summary>
public static class TableFile
{
    /// <summary>Rows of the parts of <see cref="ReadParts(string, Schema, int, string?)"/> where nothing else is said.</summary>
    internal const int PartRows = 1 << 16;

    /// <summary>Reads a file, within the limits of <see cref="TableReader"/>.</summary>
    /// <param name="path">The file, in one of <see cref="TextEncoding"/>.</param>
    /// <param name="schema">What the columns are; told from the cells where null.</param>
    /// <param name="selection">Which columns to read; all where null.</param>
    /// <exception cref="InvalidInputException">It is missing, unreadable, no table, or does not fit the schema; the message gives
    /// row and column.</exception>
    public static Table Read(string path, Schema? schema = null, ColumnSelection? selection = null) =>
        TextFile.Read(path, reader => Read(reader, path, schema, selection));

    /// <summary>
    /// Reads a file whose columns are known in parts, so that a table of any length takes the memory of one. Every part has the
    /// schema; what is wrong with a row is told when its part is asked for.
    /// </summary>
    /// <param name="path">The file, in one of <see cref="TextEncoding"/>.</param>
    /// <param name="schema">What the columns are; categories with their levels.</param>
    /// <param name="rows">Rows of each part but the last, at least 1. Default 65,536.</param>
    /// <param name="schemaName">What messages call that which has the schema, such as a model; the schema itself where null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The parts have no rows.</exception>
    /// <exception cref="InvalidInputException">A category has no levels; or the file is missing, unreadable, no table, or does not
    /// fit the schema; the message gives row and column.</exception>
    public static IEnumerable<Table> ReadParts(string path, Schema schema, int rows = PartRows, string? schemaName = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        RequireParts(path, schema, rows);
        return TextFile.Stream(path, reader => Parts(reader, path, schema, rows, schemaName));
    }

    /// <summary>Reads text whose columns are known in parts, as <see cref="ReadParts(string, Schema, int, string?)"/> does.</summary>
    /// <param name="reader">The text; it stays open.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="schema">What the columns are; categories with their levels.</param>
    /// <param name="rows">Rows of each part but the last, at least 1. Default 65,536.</param>
    /// <param name="schemaName">What messages call that which has the schema, such as a model; the schema itself where null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The parts have no rows.</exception>
    /// <exception cref="InvalidInputException">A category has no levels; or the text is no table, or does not fit the schema; the
    /// message gives row and column.</exception>
    public static IEnumerable<Table> ReadParts(
        TextReader reader, string source, Schema schema, int rows = PartRows, string? schemaName = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        RequireParts(source, schema, rows);
        return Parts(reader, source, schema, rows, schemaName);
    }

    private static IEnumerable<Table> Parts(TextReader reader, string source, Schema schema, int rows, string? schemaName) =>
        new TypedReader(source, schema, null, new TableLimits()) { IsMeasured = true, Like = schemaName }.ReadParts(reader, rows);

    private static void RequireParts(string source, Schema schema, int rows)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        if (schema.Columns.FirstOrDefault(column => column.Kind is CategoryKind { Levels.Count: 0 }) is { } open)
        {
            throw new InvalidInputException(
                $"Column '{CellText.Shorten(open.Name)}' is a category without levels, and parts of {source} may have others each; give the levels, or read it whole.");
        }
    }

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

    /// <summary>
    /// Reads a table that should be like another one, whoever wrote it: columns of the same names in any order, numbers and dates
    /// as written there, with any delimiter. Texts that the other table has not are read too, and whole numbers may have places.
    /// Identifiers of the other table may be missing.
    /// </summary>
    /// <param name="reader">The text.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="like">What the columns of the other table are.</param>
    /// <param name="likeName">What messages call that table.</param>
    /// <param name="isPart">Whether columns that the other table has not are left out; otherwise they are an error, the
    /// default.</param>
    /// <returns>At least 2 rows; a column of texts has the texts of its own cells.</returns>
    /// <exception cref="InvalidInputException">It is no table, a column is missing, or a cell is not of its kind; the message
    /// gives row and column.</exception>
    public static Table ReadLike(TextReader reader, string source, Schema like, string likeName, bool isPart = false)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(like);
        var identifiers = like.Columns.Where(column => column.Kind is IdentifierKind).Select(column => column.Name).ToHashSet();
        var selection = isPart
            ? new ColumnSelection([.. like.Columns.Select(column => column.Name).Except(identifiers)]) : null;
        return new TypedReader(source, SchemaMatch.Open(like), selection, new TableLimits())
        {
            Like = likeName,
            IsMeasured = true,
            Optional = identifiers,
        }.Read(reader);
    }

    /// <summary>Reads a file that should be like another table, within the limits of <see cref="TableReader"/>.</summary>
    /// <param name="path">The file, in one of <see cref="TextEncoding"/>.</param>
    /// <param name="like">What the columns of the other table are.</param>
    /// <param name="likeName">What messages call that table.</param>
    /// <param name="isPart">Whether columns that the other table has not are left out; otherwise they are an error, the
    /// default.</param>
    /// <returns>At least 2 rows; a column of texts has the texts of its own cells.</returns>
    /// <exception cref="InvalidInputException">It is missing, unreadable or no table, a column is missing, or a cell is not of its
    /// kind; the message gives row and column.</exception>
    public static Table ReadLike(string path, Schema like, string likeName, bool isPart = false) =>
        TextFile.Read(path, reader => ReadLike(reader, path, like, likeName, isPart));

    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">The file to write; what was there is replaced.</param>
    /// <exception cref="InvalidInputException">The folder is missing or may not be written, or the table's encoding lacks a
    /// letter.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    public static void Write(Table table, string path)
    {
        ArgumentNullException.ThrowIfNull(table);
        AtomicFile.Write(path, stream =>
        {
            using var writer = table.Schema.Format.OpenWriter(stream);
            Write(table, writer);
        });
    }

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
