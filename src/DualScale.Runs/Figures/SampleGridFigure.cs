using DualScale.Tables;

namespace DualScale.Runs.Figures;

/// <summary>Samples of many models: a row each, a column for each point set, real points on top.</summary>
internal static class SampleGridFigure
{
    private const double Side = 190;
    private const int MostDots = 1500;

    /// <param name="title">The figure's title.</param>
    /// <param name="columns">The point sets by name: the data fix each column's axes.</param>
    /// <param name="rows">Models by name, with the samples of each column, null where there are none.</param>
    public static string Draw(
        string title, IReadOnlyList<(string Name, PointSet Data)> columns,
        IReadOnlyList<(string Name, IReadOnlyList<PointSet?> Samples)> rows)
    {
        var label = 24 + rows.Select(row => Svg.WidthOf(row.Name)).Append(Svg.WidthOf("data")).Max();
        var svg = new Svg(label + columns.Count * (Side + 10) + 10, 56 + (rows.Count + 1) * (Side + 10));
        svg.Text(12, 18, title, "start", 14, bold: true);
        foreach (var (c, (name, data)) in columns.Index())
        {
            var (x, y) = (ScatterFigure.RangeOf(data, 0), ScatterFigure.RangeOf(data, Math.Min(1, data.Columns - 1)));
            svg.Text(label + c * (Side + 10) + Side / 2, 42, name, bold: true);
            Cell(svg, label + c * (Side + 10), 0, data, x, y, Palette.Data);
            foreach (var (r, row) in rows.Index())
            {
                if (row.Samples[c] is { } samples)
                    Cell(svg, label + c * (Side + 10), r + 1, samples, x, y, Palette.Category(0));
            }
        }

        svg.Text(label - 10, 52 + Side / 2, "data", "end");
        foreach (var (r, row) in rows.Index())
            svg.Text(label - 10, 52 + (r + 1) * (Side + 10) + Side / 2, row.Name, "end");
        return svg.ToString();
    }

    private static void Cell(Svg svg, double left, int row, PointSet points, Range x, Range y, string colour)
    {
        var top = 50 + row * (Side + 10);
        var panel = new Panel(svg, left, top, Side, Side, x, y);
        var last = Math.Min(1, points.Columns - 1);
        var stride = Math.Max(1, points.Count / MostDots);
        var places = Enumerable.Range(0, points.Count / stride)
            .Select(i => (X: (double)points[i * stride][0], Y: (double)points[i * stride][last]));
        svg.Dots(
            places.Where(p => x.Contains(p.X) && y.Contains(p.Y)).Select(p => (panel.X(p.X), panel.Y(p.Y))),
            colour, Svg.DotFor(points.Count / stride), 0.6);
        svg.Rectangle(left, top, Side, Side, "none", "#888888");
    }
}
