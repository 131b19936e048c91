namespace DualScale.Runs.Figures;

/// <summary>Groups of bars with error bars, and a line across each group.</summary>
internal static class BarFigure
{
    /// <param name="title">The figure's title.</param>
    /// <param name="yLabel">What the bars measure.</param>
    /// <param name="series">What the colours stand for.</param>
    /// <param name="groups">Groups by name: a mean and a deviation for each of the series, and the height of the group's
    /// line.</param>
    /// <param name="line">What the line is.</param>
    public static string Draw(
        string title, string yLabel, IReadOnlyList<string> series,
        IReadOnlyList<(string Name, IReadOnlyList<(double Mean, double Deviation)> Bars, double Line)> groups, string line)
    {
        const double ChartWidth = 672, Height = 400;
        var svg = new Svg(ChartWidth + Legend.Width([.. series, line]), Height);
        var tops = groups.SelectMany(
            group => group.Bars.Select(bar => bar.Mean + (double.IsFinite(bar.Deviation) ? bar.Deviation : 0)));
        var bottoms = groups.SelectMany(group => group.Bars
            .Select(bar => bar.Mean - (double.IsFinite(bar.Deviation) ? bar.Deviation : 0)).Append(group.Line).Append(0));
        var y = Range.Of([.. tops, .. bottoms, 0], 0.04);
        var (left, top, width, height) = (62.0, 30.0, ChartWidth - 72, Height - 76);
        var panel = new Panel(svg, left, top, width, height, new Range(0, groups.Count), y).Frame(title, yLabel);
        foreach (var (g, group) in groups.Index())
        {
            svg.Text(panel.X(g + 0.5), top + height + 18, group.Name);
            foreach (var (s, (mean, deviation)) in group.Bars.Index())
            {
                if (!double.IsFinite(mean))
                    continue;
                var (from, to) = (panel.X(g + 0.1 + 0.8 * s / series.Count), panel.X(g + 0.1 + 0.8 * (s + 1) / series.Count));
                var (high, low) = (panel.Y(Math.Max(mean, 0)), panel.Y(Math.Min(mean, 0)));
                svg.Rectangle(from, high, to - from - 1, low - high, Palette.Category(s));
                if (!(deviation > 0))
                    continue;
                var centre = (from + to) / 2;
                svg.Line(centre, panel.Y(mean - deviation), centre, panel.Y(mean + deviation), "#222222", 1.4);
                foreach (var end in new[] { mean - deviation, mean + deviation })
                    svg.Line(centre - 3, panel.Y(end), centre + 3, panel.Y(end), "#222222", 1.4);
            }

            if (double.IsFinite(group.Line))
                svg.Line(panel.X(g + 0.05), panel.Y(group.Line), panel.X(g + 0.95), panel.Y(group.Line), "#222222", 1.6, "5 3");
        }

        Legend.Draw(
            svg, ChartWidth, top,
            [.. series.Select((name, s) => new LegendEntry(name, Palette.Category(s), Thickness: 12)),
                new LegendEntry(line, "#222222", "5 3", 1.6)]);
        return svg.ToString();
    }
}
