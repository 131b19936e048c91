using DualScale.Tables;

namespace DualScale.Runs.Figures;

/// <summary>Samples on their way from noise to points, a panel a level, each on axes that hold its points.</summary>
internal static class WayFigure
{
    private const double Side = 190, Gap = 62, TickSpace = 36;
    private const int Across = 4;
    private const int MostDots = 1500;

    /// <param name="title">The figure's title.</param>
    /// <param name="panels">What each panel shows: a name and points.</param>
    /// <param name="data">The data, whose range all axes hold.</param>
    /// <param name="pair">The two columns drawn.</param>
    public static string Draw(
        string title, IReadOnlyList<(string Name, PointSet Points)> panels, PointSet data, (int X, int Y) pair)
    {
        var down = (panels.Count + Across - 1) / Across;
        var svg = new Svg(56 + Math.Min(Across, panels.Count) * (Side + Gap) - 40, 26 + down * (Side + 72));
        svg.Text(12, 18, title, "start", 14, bold: true);
        foreach (var (i, (name, all)) in panels.Index())
        {
            var points = all.Thin(MostDots);
            var (x, y) = (Extent(points, data, pair.X), Extent(points, data, pair.Y));
            var panel = new Panel(svg, 56 + i % Across * (Side + Gap), 50 + i / Across * (Side + 72), Side, Side, x, y, TickSpace)
                .Axes(name, data.ColumnNames[pair.X], i % Across == 0 ? data.ColumnNames[pair.Y] : "");
            svg.Dots(
                Enumerable.Range(0, points.Count).Select(row => (X: (double)points[row][pair.X], Y: (double)points[row][pair.Y]))
                    .Where(p => x.Contains(p.X) && y.Contains(p.Y)).Select(p => (panel.X(p.X), panel.Y(p.Y))),
                Palette.Category(0), Svg.DotFor(points.Count), 0.6);
        }

        return svg.ToString();
    }

    // All but the outermost hundredth, so that a single stray does not shrink the rest.
    private static Range Extent(PointSet points, PointSet data, int column)
    {
        var range = ScatterFigure.RangeOf(data, column);
        float[] sorted = [.. Enumerable.Range(0, points.Count).Select(row => points[row][column]).Where(float.IsFinite).Order()];
        return sorted.Length == 0 ? range : new Range(
            Math.Min(range.Low, sorted[sorted.Length / 200]), Math.Max(range.High, sorted[^(sorted.Length / 200 + 1)]));
    }
}
