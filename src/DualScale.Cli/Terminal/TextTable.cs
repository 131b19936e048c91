namespace DualScale.Cli.Terminal;

/// <summary>Aligned columns on standard output.</summary>
internal static class TextTable
{
    private const int Longest = 48;

    /// <param name="header">The first line.</param>
    /// <param name="rows">The lines below, of as many cells; all but the last are shortened where they are long.</param>
    /// <param name="rightAligned">The columns of numbers.</param>
    public static void Print(string[] header, string[][] rows, int[] rightAligned)
    {
        string[][] lines = [header, .. rows.Select(row => row.SkipLast(1).Select(Shorten).Append(row[^1]).ToArray())];
        int[] widths = [.. header.Select((_, i) => lines.Max(line => line[i].Length))];
        foreach (var line in lines)
        {
            Console.Out.WriteLine(string.Join("  ", line.Select((cell, i) =>
                rightAligned.Contains(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
        }
    }

    private static string Shorten(string cell)
    {
        var text = string.Concat(cell.Where(c => !char.IsControl(c)));
        return text.Length > Longest ? text[..(Longest - 1)] + "…" : text;
    }
}
