namespace DualScale.Runs.Figures;

/// <summary>What the colours of a figure stand for, in a column beside its panels.</summary>
internal static class Legend
{
    private const double Margin = 12, LineLength = 22, RowHeight = 18;

    /// <summary>The room that the names take beside the panels.</summary>
    public static double Width(IEnumerable<string> names) => 2 * Margin + LineLength + 6 + names.Max(Svg.WidthOf);

    /// <summary>Writes the names from the left edge of that room down.</summary>
    public static void Draw(Svg svg, double left, double top, IEnumerable<LegendEntry> entries)
    {
        foreach (var (i, entry) in entries.Index())
        {
            var middle = top + 8 + RowHeight * i;
            svg.Line(left + Margin, middle, left + Margin + LineLength, middle, entry.Colour, entry.Thickness, entry.Dashes);
            svg.Text(left + Margin + LineLength + 6, middle + 4, entry.Name, "start");
        }
    }
}
