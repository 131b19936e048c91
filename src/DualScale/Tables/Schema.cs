namespace DualScale.Tables;

/// <summary>What the columns of a table are, in their order, and how the table is written.</summary>
public sealed class Schema
{
    private readonly Dictionary<string, int> _places = [];

    /// <summary>Creates a schema.</summary>
    /// <param name="columns">The columns, at least one, each of another name.</param>
    /// <param name="format">How the table is written; with commas and a header where null.</param>
    /// <exception cref="InvalidInputException">There are no columns, a name is blank or stands there twice, or an option of a
    /// column is outside its range.</exception>
    public Schema(IReadOnlyList<ColumnSchema> columns, TableFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        (Columns, Format) = (columns, format ?? new TableFormat());
        if (columns.Count == 0)
            throw new InvalidInputException("The schema has no columns; give at least one.");
        Format.Validate("The schema");
        foreach (var (i, column) in columns.Index())
        {
            if (string.IsNullOrWhiteSpace(column.Name))
                throw new InvalidInputException($"Column {i + 1} of the schema has no name; give it one.");
            if (!_places.TryAdd(column.Name, i))
                throw new InvalidInputException($"The schema has a column '{CellText.Shorten(column.Name)}' twice; leave one out.");
            column.Kind.Validate($"The schema, column '{CellText.Shorten(column.Name)}'");
        }
    }

    /// <summary>The columns in their order.</summary>
    public IReadOnlyList<ColumnSchema> Columns { get; }

    /// <summary>How the table is written.</summary>
    public TableFormat Format { get; }

    /// <summary>The place of a column; -1 where there is none of the name.</summary>
    /// <param name="name">The column's name.</param>
    public int IndexOf(string name) => _places.GetValueOrDefault(name, -1);
}
