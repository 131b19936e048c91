namespace DualScale.Tables;

/// <summary>A column of numbers or dates: <see cref="NumberKind"/>.</summary>
public sealed class NumberColumn : TableColumn
{
    private readonly double[] _values;

    /// <summary>Wraps an array, without copying it.</summary>
    /// <param name="schema">What the column is; of a <see cref="NumberKind"/>.</param>
    /// <param name="values">A value a row, NaN for a blank; owned by the column from here on.</param>
    /// <exception cref="ArgumentException">The kind is none of numbers.</exception>
    public NumberColumn(ColumnSchema schema, double[] values) : base(schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(values);
        Kind = schema.Kind as NumberKind
            ?? throw new ArgumentException($"A column of kind {schema.Kind.KindName} holds no numbers.", nameof(schema));
        _values = values;
    }

    /// <summary>The kind of its numbers.</summary>
    public NumberKind Kind { get; }

    /// <summary>A value a row, NaN for a blank. Dates are as <see cref="DateKind"/> says.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <inheritdoc/>
    public override int Rows => _values.Length;

    /// <inheritdoc/>
    public override bool IsBlank(int row) => double.IsNaN(_values[row]);

    internal override ReadOnlySpan<char> Write(int row, Span<char> buffer) =>
        IsBlank(row) ? Schema.Blank : buffer[..Kind.Write(_values[row], buffer)];

    internal override double Cell(int row) => _values[row];

    internal override TableColumn Take(ReadOnlySpan<int> rows)
    {
        var values = new double[rows.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = _values[rows[i]];
        return new NumberColumn(Schema, values);
    }
}
