namespace DualScale.Tables;

/// <summary>A table of typed columns: numbers, texts, dates, blanks. Reading and writing: <see cref="TableFile"/>.</summary>
public sealed class Table
{
    /// <summary>Creates a table of columns.</summary>
    /// <param name="columns">At least one, all of as many rows, each of another name.</param>
    /// <param name="format">How it is written; with commas and a header where null.</param>
    /// <exception cref="ArgumentException">The columns differ in rows.</exception>
    /// <exception cref="InvalidInputException">There are no columns, or a name is blank or stands there twice.</exception>
    public Table(IReadOnlyList<TableColumn> columns, TableFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Schema = new Schema([.. columns.Select(column => column.Schema)], format);
        Columns = columns;
        if (columns.FirstOrDefault(column => column.Rows != Rows) is { } other)
        {
            throw new ArgumentException(
                $"Column '{other.Name}' has {other.Rows} rows and the first one {Rows}; give all the same.", nameof(columns));
        }
    }

    /// <summary>What the columns are.</summary>
    public Schema Schema { get; }

    /// <summary>The columns, in the order of the schema.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>How many rows it has.</summary>
    public int Rows => Columns[0].Rows;

    /// <summary>A column by its name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="InvalidInputException">There is no such column; the message names the nearest.</exception>
    public TableColumn this[string name] => Schema.IndexOf(name) is >= 0 and var place
        ? Columns[place]
        : throw new InvalidInputException(
            $"There is no column '{name}'. {NameSuggestion.Hint(name, [.. Columns.Select(column => column.Name)])}");

    /// <summary>Some of the rows, in an order.</summary>
    /// <param name="rows">Their numbers, from 0.</param>
    public Table Take(ReadOnlySpan<int> rows)
    {
        var columns = new TableColumn[Columns.Count];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = Columns[i].Take(rows);
        return new Table(columns, Schema.Format);
    }
}
