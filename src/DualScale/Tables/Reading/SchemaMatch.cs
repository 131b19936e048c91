namespace DualScale.Tables;

/// <summary>Finds the columns of a table in a schema.</summary>
internal static class SchemaMatch
{
    /// <summary>The schema of each column, in the order of the table.</summary>
    /// <exception cref="InvalidInputException">Table and schema have other columns; the message names them.</exception>
    public static IEnumerable<ColumnSchema> Of(
        Schema schema, IReadOnlyList<string> names, ColumnSelection selection, string source)
    {
        if (schema.Columns.FirstOrDefault(column => selection.Keeps(column.Name) && !names.Contains(column.Name)) is { } missing)
        {
            throw new InvalidInputException(
                $"{source} has no column '{CellText.Shorten(missing.Name)}', which the schema has; add it, or take it out of the schema.");
        }

        if (names.FirstOrDefault(name => schema.IndexOf(name) < 0) is { } extra)
        {
            throw new InvalidInputException(
                $"{source} has a column '{CellText.Shorten(extra)}', which the schema has not; drop it, or add it to the schema.");
        }

        return names.Select(name => schema.Columns[schema.IndexOf(name)]);
    }
}
