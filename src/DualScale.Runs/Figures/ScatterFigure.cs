using System.Globalization;
using DualScale.Tables;

namespace DualScale.Runs.Figures;

/// <summary>
/// Point sets side by side on the same axes: points for two columns, histograms for one, pairs of columns for more.
/// </summary>
internal static class ScatterFigure
{
    /// <summary>The side of a panel.</summary>
    public const double Side = 320;

    /// <summary>The most dots of a panel.</summary>
    public const int MostDots = 10_000;

    private const int MostPairs = 4;
    private const double Between = 76, NoteHeight = 18;

    /// <param name="title">The figure's title.</param>
    /// <param name="sets">Sets to draw, the data first: it fixes the axes.</param>
    /// <param name="pairs">The pairs of columns, each with a note; of more than four the first. The first two columns where
    /// null.</param>
    public static string Draw(
        string title, IReadOnlyList<(string Name, PointSet Points)> sets,
        IReadOnlyList<(int X, int Y, string Note)>? pairs = null)
    {
        var columns = sets[0].Points.Columns;
        if (columns == 1)
            return DensityCurveFigure.Draw(title, sets[0].Points, sets[1].Points, []);
        var shown = (pairs ?? [(0, 1, "")]).Take(MostPairs).ToArray();
        var note = pairs is null ? 0 : NoteHeight;
        var row = Side + Between + note;
        var svg = new Svg(sets.Count * (Side + 70) + 10, shown.Length * row + 24);
        var which = pairs is null ? "" : pairs.Count > shown.Length
            ? $": the {shown.Length} of {pairs.Count} pairs of columns that differ most" : ": pairs of columns, largest differences first";
        svg.Text(12, 18, title + which, "start", 14, bold: true);

        // Equally many dots of each set, so that their density can be compared.
        var dots = Math.Min(MostDots, sets.Min(set => set.Points.Count));
        for (var p = 0; p < shown.Length; p++)
        {
            var pair = (shown[p].X, shown[p].Y);
            var (x, y) = (RangeOf(sets[0].Points, pair.X), RangeOf(sets[0].Points, pair.Y));
            svg.Text(56, 50 + note + p * row - 26, shown[p].Note, "start");
            for (var s = 0; s < sets.Count; s++)
            {
                DrawPanel(
                    svg, 56 + s * (Side + 70), 50 + note + p * row, sets[s], dots, pair, x, y,
                    s == 0 ? Palette.Data : Palette.Category(0));
            }
        }

        return svg.ToString();
    }

    /// <summary>Draws one panel: of a set's points so many dots.</summary>
    public static void DrawPanel(
        Svg svg, double left, double top, (string Name, PointSet Points) set, int dots, (int X, int Y) pair, Range x, Range y,
        string colour)
    {
        var (name, points) = set;
        var panel = new Panel(svg, left, top, Side, Side, x, y)
            .Axes(Title(name, points, dots, pair, x, y), points.ColumnNames[pair.X], points.ColumnNames[pair.Y]);
        svg.Dots(
            Visible(points.Thin(dots), pair, x, y).Select(q => (panel.X(q.X), panel.Y(q.Y))), colour, Svg.DotFor(dots), 0.55);
    }

    // The data fix the axes; what lies beyond them is counted.
    private static string Title(string name, PointSet points, int dots, (int X, int Y) pair, Range x, Range y)
    {
        var outside = Enumerable.Range(0, points.Count)
            .Count(row => !x.Contains(points[row][pair.X]) || !y.Contains(points[row][pair.Y]));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {(dots < points.Count ? $"{dots:N0} of " : "")}{points.Count:N0} points{(outside > 0 ? $", {outside:N0} outside" : "")}");
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
        for (var row = 0; row < points.Count; row++)
        {
            double px = points[row][pair.X], py = points[row][pair.Y];
            if (x.Contains(px) && y.Contains(py))
                yield return (px, py);
        }
    }
}
