namespace DualScale.Tables;

/// <summary>The names that a first line gives.</summary>
internal static class HeaderNames
{
    /// <summary>The names. A column without one, as tables of numbered rows have it in front, is called by its place.</summary>
    /// <param name="cells">The cells of the line.</param>
    /// <param name="isKept">Whether a column is read; others may be called anything.</param>
    /// <param name="source">What messages call the table.</param>
    /// <param name="row">The line, for messages.</param>
    /// <exception cref="InvalidInputException">A name has control characters or stands there twice.</exception>
    public static string[] Of(string[] cells, Func<string, bool> isKept, string source, int row)
    {
        var taken = cells.ToHashSet();
        string[] names = [.. cells.Select((name, i) =>
            string.IsNullOrWhiteSpace(name) ? Unused(FormattableString.Invariant($"column{i + 1}"), taken) : name)];
        if (Array.FindIndex(names, name => isKept(name) && name.Any(char.IsControl)) is >= 0 and var broken)
        {
            throw new InvalidInputException(
                $"{source}, row {row}, column {broken + 1}: the name has a line break or another control character; leave it out.");
        }

        if (names.GroupBy(name => name).FirstOrDefault(group => isKept(group.Key) && group.Count() > 1)?.Key is { } twice)
        {
            throw new InvalidInputException(
                $"{source}, row {row}: the column name '{CellText.Shorten(twice)}' stands there twice; give each column a name of its own.");
        }

        return names;
    }

    private static string Unused(string name, HashSet<string> taken)
    {
        while (taken.Contains(name))
            name += "_";
        return name;
    }
}
