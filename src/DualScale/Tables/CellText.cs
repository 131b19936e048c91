using System.Globalization;
using System.Text;

namespace DualScale.Tables;

/// <summary>Cells in messages.</summary>
internal static class CellText
{
    private const int Longest = 40;

    /// <summary>A cell on one line, its end left out where it is long.</summary>
    public static string Shorten(string cell)
    {
        var line = string.Concat(cell.Take(Longest + 1).Select(c => char.IsControl(c) ? "?"
            : char.GetUnicodeCategory(c) == UnicodeCategory.Format ? $"\\u{(int)c:X4}" : $"{c}"));
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }

    /// <summary>Whether a cell in UTF-8 is a text.</summary>
    public static bool Same(ReadOnlySpan<byte> cell, string text)
    {
        Span<char> letters = stackalloc char[64];
        return Encoding.UTF8.GetCharCount(cell) == text.Length && (text.Length <= letters.Length
            ? Encoding.UTF8.TryGetChars(cell, letters, out var length) && letters[..length].SequenceEqual(text)
            : Encoding.UTF8.GetString(cell) == text);
    }
}
