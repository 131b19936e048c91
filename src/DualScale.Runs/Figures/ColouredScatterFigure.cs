using DualScale.Tables;

namespace DualScale.Runs.Figures;

/// <summary>Points coloured by a value, on a labelled scale.</summary>
internal static class ColouredScatterFigure
{
    private const double Side = 380;
    private const int Levels = 32;

    /// <param name="title">The figure's title.</param>
    /// <param name="label">What the colour stands for.</param>
    /// <param name="points">The points; the first two columns are drawn, of one column its values against the colour.</param>
    /// <param name="values">A value for each point.</param>
    /// <param name="scale">The values from the dark to the light end of the colours.</param>
    /// <param name="data">The data, which fixes the axes.</param>
    public static string Draw(
        string title, string label, PointSet points, IReadOnlyList<float> values, Range scale, PointSet data)
    {
        var flat = points.Columns == 1;
        var (x, y) = (ScatterFigure.RangeOf(data, 0), flat ? scale : ScatterFigure.RangeOf(data, 1));
        var places = Enumerable.Range(0, points.Count)
            .Select(row => (X: (double)points[row][0], Y: (double)(flat ? values[row] : points[row][1]))).ToArray();
        var svg = new Svg(Side + 84 + ColourBar.Width, Side + 92);
        svg.Text(12, 18, title, "start", 14, bold: true);
        var panel = new Panel(svg, 56, 36, Side, Side, x, y)
            .Axes("", points.ColumnNames[0], flat ? label : points.ColumnNames[1]);
        var levels = Enumerable.Range(0, points.Count).Where(row => x.Contains(places[row].X) && y.Contains(places[row].Y))
            .GroupBy(row => Math.Clamp((int)((values[row] - scale.Low) / scale.Length * Levels), 0, Levels - 1));
        foreach (var level in levels.OrderBy(level => level.Key))
        {
            svg.Dots(
                level.Select(row => (panel.X(places[row].X), panel.Y(places[row].Y))),
                Palette.Value((level.Key + 0.5) / Levels), 2.2, 0.8);
        }

        ColourBar.Draw(svg, 56 + Side + 16, 36, Side, scale, label);
        return svg.ToString();
    }
}
