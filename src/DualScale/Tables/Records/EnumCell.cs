using System.Text;

namespace DualScale.Tables;

/// <summary>Values of an enumeration, by their names.</summary>
internal sealed class EnumCell<TEnum>() : CellType<TEnum>(new CategoryKind())
    where TEnum : struct, Enum
{
    public override ReadOnlySpan<byte> Write(TEnum value, Span<byte> buffer) => Encoding.UTF8.GetBytes(value.ToString());

    public override bool TryRead(TableColumn column, int row, out TEnum value)
    {
        value = default;
        return column is CodeColumn && Enum.TryParse(column.Text(row), out value);
    }
}
