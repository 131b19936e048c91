namespace DualScale.Tables;

/// <summary>How values of a .NET type stand in a column. A type is a line in <see cref="CellTypes"/>.</summary>
/// <typeparam name="TValue">The type.</typeparam>
/// <param name="kind">What columns of it are, before their cells are known.</param>
internal abstract class CellType<TValue>(ColumnKind kind)
{
    public ColumnKind Kind { get; } = kind;

    /// <summary>Whether the cells settle the kind; only texts have to.</summary>
    public virtual KindOrigin Origin => KindOrigin.Type;

    /// <summary>Whether <see cref="Blank"/> stands for a blank.</summary>
    public virtual bool HoldsBlanks => false;

    public virtual TValue Blank => throw new InvalidOperationException($"{typeof(TValue).Name} holds no blanks.");

    /// <summary>A value in UTF-8; nothing for a blank.</summary>
    /// <param name="value">The value.</param>
    /// <param name="buffer">Room for a number or a date.</param>
    public abstract ReadOnlySpan<byte> Write(TValue value, Span<byte> buffer);

    /// <summary>The type as a column has it written.</summary>
    public virtual CellType<TValue> In(TableColumn column) => this;

    /// <summary>Reads a cell that is not blank; false where the type has no such value.</summary>
    /// <param name="column">Its column, of any kind.</param>
    /// <param name="row">Its row, from 0.</param>
    /// <param name="value">The value.</param>
    public abstract bool TryRead(TableColumn column, int row, out TValue value);
}
