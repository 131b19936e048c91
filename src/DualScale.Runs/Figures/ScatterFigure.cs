using System.Globalization;
using DualScale.Tables;

namespace DualScale.Runs.Figures;

/// <summary>
/// Point sets side by side on the same axes: points for two columns, histograms for one, pairs of columns for more.
/// </summary>
internal static class ScatterFigure
{
    private const double Side = 320;
    private const int MostDots = 6000;
    private const int MostPairs = 4;
    private const int Bins = 60;

    /// <param name="title">The figure's title.</param>
    /// <param name="sets">Sets to draw, the data first: it fixes the axes.</param>
    public static string Draw(string title, IReadOnlyList<(string Name, PointSet Points)> sets)
    {
        var columns = sets[0].Points.Columns;
        if (columns == 1)
            return Histogram(title, sets);
        var shown = Math.Min(columns, MostPairs);
        var pairs = (from i in Enumerable.Range(0, shown)
                     from j in Enumerable.Range(i + 1, shown - i - 1)
                     select (X: i, Y: j)).ToArray();
        var svg = new Svg(sets.Count * (Side + 70) + 10, pairs.Length * (Side + 76) + 24);
        var heading = columns > MostPairs ? $"{title}: the first {MostPairs} of {columns} columns" : title;
        svg.Text(12, 18, heading, "start", 14, bold: true);
        for (var p = 0; p < pairs.Length; p++)
        {
            var (x, y) = (RangeOf(sets[0].Points, pairs[p].X), RangeOf(sets[0].Points, pairs[p].Y));
            for (var s = 0; s < sets.Count; s++)
            {
                var (name, points) = sets[s];
                var panel = new Panel(svg, 56 + s * (Side + 70), 50 + p * (Side + 76), Side, Side, x, y)
                    .Axes(Title(name, points, pairs[p], x, y), points.ColumnNames[pairs[p].X], points.ColumnNames[pairs[p].Y]);
                svg.Dots(
                    Visible(points, pairs[p], x, y).Select(q => (panel.X(q.X), panel.Y(q.Y))),
                    s == 0 ? Palette.Data : Palette.Category(0), Svg.DotFor(points.Count), 0.55);
            }
        }

        return svg.ToString();
    }

    // The data fix the axes; what lies beyond them is counted.
    private static string Title(string name, PointSet points, (int X, int Y) pair, Range x, Range y)
    {
        var outside = Enumerable.Range(0, points.Count)
            .Count(row => !x.Contains(points[row][pair.X]) || !y.Contains(points[row][pair.Y]));
        return string.Create(
            CultureInfo.InvariantCulture, $"{name}: {points.Count:N0} points{(outside > 0 ? $", {outside:N0} outside" : "")}");
    }

    private static string Histogram(string title, IReadOnlyList<(string Name, PointSet Points)> sets)
    {
        var x = RangeOf(sets[0].Points, 0);
        var series = sets.Select((set, s) =>
        {
            var counts = new double[Bins];
            foreach (var value in set.Points.Values.Span)
            {
                if (value >= x.Low && value < x.High)
                    counts[(int)((value - x.Low) / x.Length * Bins)] += 1.0 / set.Points.Count / (x.Length / Bins);
            }

            return new Series(
                set.Name, [.. counts.Select((count, bin) => (x.Low + (bin + 0.5) * x.Length / Bins, count))], s == 0 ? 6 : s - 1,
                s == 0);
        }).ToArray();
        return LineFigure.Draw(title, sets[0].Points.ColumnNames[0], "density", series);
    }

    public static Range RangeOf(PointSet points, int column)
    {
        var values = new double[points.Count];
        for (var row = 0; row < values.Length; row++)
            values[row] = points[row][column];
        return Range.Of(values, 0.08);
    }

    private static IEnumerable<(double X, double Y)> Visible(PointSet points, (int X, int Y) pair, Range x, Range y)
    {
        var stride = Math.Max(1, points.Count / MostDots);
        for (var row = 0; row < points.Count; row += stride)
        {
            double px = points[row][pair.X], py = points[row][pair.Y];
            if (x.Contains(px) && y.Contains(py))
                yield return (px, py);
        }
    }
}
