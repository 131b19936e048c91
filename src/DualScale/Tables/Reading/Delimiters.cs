namespace DualScale.Tables;

/// <summary>Tells what stands between the cells of a table.</summary>
internal static class Delimiters
{
    private static readonly char[] All = ['\t', ';', ',', '|'];

    /// <summary>
    /// The delimiter that stands equally often in the first two lines, outside of quotes; a comma where none does. Spreadsheets
    /// know a first line that names it, sep=; and the CSV reader passes over it.
    /// </summary>
    public static char Of(string first, string second) => first is ['s', 'e', 'p', '=', var named] && All.Contains(named) ? named
        : All.FirstOrDefault(delimiter => Count(first, delimiter) is > 0 and var count && Count(second, delimiter) == count, ',');

    /// <summary>Whether a delimiter parts a line into so many cells.</summary>
    public static bool Suits(char delimiter, string line, int cells) => Count(line, delimiter) == cells - 1;

    private static int Count(string line, char delimiter)
    {
        var (count, isQuoted) = (0, false);
        foreach (var letter in line)
        {
            isQuoted ^= letter == '"';
            count += letter == delimiter && !isQuoted ? 1 : 0;
        }

        return count;
    }
}
