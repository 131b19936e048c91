using DualScale.Tables;

namespace DualScale.Runs.Figures;

/// <summary>Single columns of data and samples, those that differ most first.</summary>
internal static class DifferencesFigure
{
    private const double Width = 260, Height = 170;
    private const int Across = 3;
    private const int Most = 6;

    /// <param name="title">The figure's title.</param>
    /// <param name="data">The data.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="columns">The columns in order, each with how much it differs.</param>
    public static string Draw(string title, PointSet data, PointSet samples, IReadOnlyList<(int Column, string Note)> columns)
    {
        var shown = columns.Take(Most).ToArray();
        var entries = HistogramPanel.Legend;
        var (across, down) = (Math.Min(Across, shown.Length), (shown.Length + Across - 1) / Across);
        var right = across * (Width + 72);
        var svg = new Svg(right + Legend.Width(entries.Select(entry => entry.Name)), 26 + down * (Height + 82));
        var which = columns.Count > Most ? $"the {Most} of {columns.Count} columns that differ most" : "columns, largest differences first";
        svg.Text(12, 18, $"{title}: {which}", "start", 14, bold: true);
        foreach (var (i, (column, note)) in shown.Index())
        {
            HistogramPanel.Draw(
                svg, 62 + i % Across * (Width + 72), 54 + i / Across * (Height + 82), Width, Height, note, data, samples, column);
        }

        Legend.Draw(svg, right, 54, entries);
        return svg.ToString();
    }
}
