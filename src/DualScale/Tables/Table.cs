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

    /// <summary>
    /// The table of records: a column for each public property that can be read and that a setter or the constructor takes, in
    /// the order they are declared, but those marked <see cref="System.Runtime.Serialization.IgnoreDataMemberAttribute"/>. Types
    /// decide the kinds: numbers with a point, whole numbers, truth values, dates and times, enumerations and texts, the last by
    /// the same guess as in a file; what is the same in all records is a constant. Null, NaN and an empty text are blanks
    /// (docs/tables.md).
    /// </summary>
    /// <typeparam name="T">A class, a record or a struct.</typeparam>
    /// <param name="records">The records, at least one, none of them null; they are gone through once.</param>
    /// <param name="selection">Which properties are columns; all where null, the default.</param>
    /// <exception cref="InvalidInputException">There is no record or no such property, a property is of another type, there are
    /// more columns or cells than <see cref="TableReader"/> reads, a value is infinite, beyond 1e100 or a whole number of 2⁵³ or
    /// more, an enumeration has no name for one, all of a column are blank, or a text is one of too many for a category; the
    /// message names record and property, or the enumeration.</exception>
    public static Table From<T>(IEnumerable<T> records, ColumnSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(records);
        return new RecordType<T>(selection).ToTable(records, new TableLimits());
    }

    /// <summary>
    /// The rows as records, made by the public constructor that takes most properties by their names; the others are set. A
    /// property takes the column of its name, whatever the case where there is only one. Columns without a property are passed
    /// over. Blanks are null, NaN in double and float, and an empty text in a string that may not be null.
    /// </summary>
    /// <typeparam name="T">A class, a record or a struct, as in <see cref="From"/>.</typeparam>
    /// <param name="selection">Which properties are filled; all where null, the default. Others keep what they are without.</param>
    /// <exception cref="InvalidInputException">There is no such property or constructor, a property has no column or is of another
    /// type, or a cell is blank or no value of its property's type; the message names row and column.</exception>
    public IReadOnlyList<T> ToRecords<T>(ColumnSelection? selection = null) => new RecordType<T>(selection).FromTable(this);

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
