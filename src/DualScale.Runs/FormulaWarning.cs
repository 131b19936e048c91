using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>What to say of a table whose column names a spreadsheet would run as formulas.</summary>
internal static class FormulaWarning
{
    private const int Longest = 40;

    /// <summary>One line, or null where there is nothing to say.</summary>
    /// <param name="table">The table.</param>
    /// <param name="source">What the line calls it.</param>
    public static string? Of(PointSet table, string source) => Of(table.FormulaNames, source);

    /// <inheritdoc cref="Of(PointSet, string)"/>
    public static string? Of(Schema schema, string source) =>
        Of([.. schema.Columns.Select(column => column.Name).Where(PointSet.IsFormula)], source);

    private static string? Of(IReadOnlyList<string> names, string source) => names is [var name, ..]
        ? $"{source}: a spreadsheet may run the column name '{Printable(name)}' as a formula, because it starts with '{name[0]}'; it is kept as it is, so rename the column before you open a table with it."
        : null;

    private static string Printable(string name)
    {
        var line = string.Concat(name.Where(c => !char.IsControl(c)));
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }
}
