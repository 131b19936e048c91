namespace DualScale.Tables;

/// <summary>The names that a first line gives.</summary>
internal static class HeaderNames
{
    /// <exception cref="InvalidInputException">A name is blank, has control characters or stands there twice.</exception>
    public static string[] Require(string[] names, string source, int row)
    {
        if (Array.FindIndex(names, name => name.Any(char.IsControl)) is >= 0 and var broken)
        {
            throw new InvalidInputException(
                $"{source}, row {row}, column {broken + 1}: the name has a line break or another control character; leave it out.");
        }

        if (Array.FindIndex(names, string.IsNullOrWhiteSpace) is >= 0 and var blank)
            throw new InvalidInputException($"{source}, row {row}, column {blank + 1}: the name is blank; give the column one.");
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key is { } twice)
        {
            throw new InvalidInputException(
                $"{source}, row {row}: the column name '{CellText.Shorten(twice)}' stands there twice; give each column a name of its own.");
        }

        return names;
    }
}
