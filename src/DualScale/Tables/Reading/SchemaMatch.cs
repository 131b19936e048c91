namespace DualScale.Tables;

/// <summary>Finds the columns of a table in a schema.</summary>
internal static class SchemaMatch
{
    /// <summary>The schema of each column, in the order of the table.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="names">The columns of the table.</param>
    /// <param name="selection">Which of them are read.</param>
    /// <param name="source">What messages call the table.</param>
    /// <param name="like">The table whose schema it is; null where it is one of its own.</param>
    /// <param name="optional">Columns that may be missing.</param>
    /// <exception cref="InvalidInputException">Table and schema have other columns; the message names them.</exception>
    public static IEnumerable<ColumnSchema> Of(
        Schema schema, IReadOnlyList<string> names, ColumnSelection selection, string source, string? like,
        IReadOnlySet<string> optional)
    {
        var whole = like ?? "the schema";
        if (schema.Columns.FirstOrDefault(column => selection.Keeps(column.Name) && !names.Contains(column.Name)
            && !optional.Contains(column.Name)) is { } missing)
        {
            throw new InvalidInputException(
                $"{source} has no column '{CellText.Shorten(missing.Name)}', which {whole} has; add it{(like is null ? $", or take it out of {whole}" : "")}.");
        }

        if (names.FirstOrDefault(name => schema.IndexOf(name) < 0) is { } extra)
        {
            throw new InvalidInputException(
                $"{source} has a column '{CellText.Shorten(extra)}', which {whole} has not; leave it out{(like is null ? $", or add it to {whole}" : "")}.");
        }

        return names.Select(name => schema.Columns[schema.IndexOf(name)]);
    }

    /// <summary>The schema by which other tables than its own can be read: any texts, and places behind whole numbers.</summary>
    public static Schema Open(Schema schema) => new([.. schema.Columns.Select(column => column with
    {
        Kind = column.Kind switch
        {
            CodeKind => new IdentifierKind(),
            IntegerKind kind => new ContinuousKind { Format = kind.Format },
            var kind => kind,
        },
    })], schema.Format);
}
