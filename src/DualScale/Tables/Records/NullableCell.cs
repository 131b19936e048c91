namespace DualScale.Tables;

/// <summary>Values of a type, or null for a blank.</summary>
internal sealed class NullableCell<TValue>(CellType<TValue> cell) : CellType<TValue?>(cell.Kind)
    where TValue : struct
{
    public override bool HoldsBlanks => true;

    public override TValue? Blank => null;

    public override ReadOnlySpan<byte> Write(TValue? value, Span<byte> buffer) =>
        value is { } present ? cell.Write(present, buffer) : [];

    public override CellType<TValue?> In(TableColumn column) => new NullableCell<TValue>(cell.In(column));

    public override bool TryRead(TableColumn column, int row, out TValue? value)
    {
        var isRead = cell.TryRead(column, row, out var present);
        value = present;
        return isRead;
    }
}
