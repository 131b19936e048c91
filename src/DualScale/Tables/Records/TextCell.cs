using System.Text;

namespace DualScale.Tables;

/// <summary>Texts; an empty one is a blank.</summary>
/// <param name="isNullable">Whether a blank comes back as null, and not as an empty text.</param>
internal sealed class TextCell(bool isNullable) : CellType<string?>(new CategoryKind())
{
    public override KindOrigin Origin => KindOrigin.Guess;

    public override bool HoldsBlanks => true;

    public override string? Blank => isNullable ? null : "";

    public override ReadOnlySpan<byte> Write(string? value, Span<byte> buffer) => Encoding.UTF8.GetBytes(value ?? "");

    public override bool TryRead(TableColumn column, int row, out string? value)
    {
        value = column is CodeColumn texts ? texts.Texts[texts.Codes[row]] : column.Text(row);
        return true;
    }
}
