namespace DualScale.Tables;

/// <summary>Brings a column to columns of a network and back; fitted to the column of a table.</summary>
internal abstract class ColumnEncoding(ColumnSchema schema)
{
    public ColumnSchema Schema { get; } = schema;

    /// <summary>The names of the network's columns; none where there is nothing to learn.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>All that was fitted.</summary>
    public abstract double[] Parameters { get; }

    /// <summary>Whether a blank has a place in it.</summary>
    public abstract bool HasBlanks { get; }

    /// <summary>Fits the encoding that suits a column.</summary>
    /// <exception cref="InvalidInputException">There is nothing to learn in a column that is said to have something.</exception>
    public static ColumnEncoding Fit(TableColumn column) => column switch
    {
        NumberColumn numbers => NumberEncoding.Fit(numbers),
        CodeColumn { Kind: IdentifierKind } => new IdentifierEncoding(column.Schema),
        CodeColumn codes => CodeEncoding.Fit(codes),
        _ => throw new InvalidOperationException($"There is no encoding of {column.GetType().Name}."),
    };

    /// <summary>The encoding that was fitted before.</summary>
    /// <exception cref="InvalidInputException">The parameters are not such as a fit gives.</exception>
    public static ColumnEncoding Create(ColumnSchema schema, double[] parameters) => schema.Kind switch
    {
        NumberKind => NumberEncoding.Create(schema, parameters),
        IdentifierKind => new IdentifierEncoding(schema),
        _ => CodeEncoding.Create(schema, parameters),
    };

    /// <summary>A column of another table with the schema of this one.</summary>
    /// <exception cref="InvalidInputException">It is of another kind, or a text was not there when this was fitted; the message
    /// names row and column.</exception>
    public abstract TableColumn Adopt(TableColumn column);

    /// <summary>Those of the network's columns that take few values; null where there are none.</summary>
    /// <param name="first">The first of the network's columns that stand for this one.</param>
    public abstract DiscreteColumns? Discrete(int first);

    /// <summary>Whether a cell may be one of the column's, as <see cref="TableColumn.Cell"/> has it.</summary>
    public bool Gives(double cell) => double.IsNaN(cell) ? HasBlanks : GivesValue(cell);

    /// <summary>Whether equal cells of a value are told the network at different places.</summary>
    public virtual bool Spreads(double value) => false;

    /// <summary>Writes the network's columns.</summary>
    /// <param name="column">A column of the schema.</param>
    /// <param name="draw">A number in [0, 1) for each row.</param>
    /// <param name="values">Row-major, as many rows as the column.</param>
    /// <param name="offset">Where the columns begin in a row.</param>
    /// <param name="stride">The length of a row.</param>
    /// <param name="number">The number of a row in the whole table, from 0, for messages.</param>
    /// <exception cref="InvalidInputException">A cell has no place in the encoding; the message names row and column.</exception>
    public abstract void Encode(
        TableColumn column, Func<int, double> draw, Span<float> values, int offset, int stride, Func<int, long> number);

    /// <summary>Writes the network's columns for cells that are given: none lies beyond those of the training.</summary>
    /// <inheritdoc cref="Encode" path="/param"/>
    /// <inheritdoc cref="Encode" path="/exception"/>
    public virtual void EncodeGiven(
        TableColumn column, Func<int, double> draw, Span<float> values, int offset, int stride, Func<int, long> number) =>
        Encode(column, draw, values, offset, stride, number);

    /// <summary>Reads the network's columns.</summary>
    /// <param name="values">Row-major, finite.</param>
    /// <param name="offset">Where the columns begin in a row.</param>
    /// <param name="stride">The length of a row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="firstRow">The number of the first of them in the whole table, from 0.</param>
    public abstract TableColumn Decode(ReadOnlySpan<float> values, int offset, int stride, int rows, long firstRow);

    /// <summary>Whether a value that is no blank may be one of the column's.</summary>
    protected abstract bool GivesValue(double value);

    protected static InvalidInputException Damaged(ColumnSchema schema) =>
        new($"The encoding of column '{CellText.Shorten(schema.Name)}' is damaged; take an undamaged copy.");

    protected InvalidInputException OtherKind(TableColumn column) => new(
        $"Column '{CellText.Shorten(Schema.Name)}' is of kind {column.Schema.Kind.KindName} and was {Schema.Kind.KindName} in training; read the table with the model's schema.");

    protected InvalidInputException UnknownBlank(long row) => new(
        $"Row {row + 1} of the data, column '{CellText.Shorten(Schema.Name)}': the cell is blank, and the encoding was fitted to a column without blanks; fill it in.");
}
