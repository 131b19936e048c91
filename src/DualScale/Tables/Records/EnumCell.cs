using System.Text;

namespace DualScale.Tables;

/// <summary>Values of an enumeration, by their names.</summary>
internal sealed class EnumCell<TEnum>() : CellType<TEnum>(new CategoryKind())
    where TEnum : struct, Enum
{
    public override ReadOnlySpan<byte> Write(TEnum value, Span<byte> buffer) => value.ToString() is var name && IsName(name)
        ? Encoding.UTF8.GetBytes(name)
        : throw new InvalidInputException($"{typeof(TEnum).Name} has no name for {name}; give it one, or drop the property.");

    public override bool TryRead(TableColumn column, int row, out TEnum value)
    {
        value = default;
        return column is CodeColumn && column.Text(row) is var name && IsName(name) &&
            Enum.TryParse(name, out value) && value.ToString() == name;
    }

    // What has no name is written as a number.
    private static bool IsName(string text) => text is not ['-' or (>= '0' and <= '9'), ..];
}
