using System.Globalization;

namespace DualScale.Runs.Figures;

/// <summary>Lines over common axes: loss curves, weights over the timesteps; one chart or several.</summary>
internal static class LineFigure
{
    public static string Draw(
        string title, string xLabel, string yLabel, IReadOnlyList<Series> series, Range? yRange = null, bool reversed = false)
    {
        const double ChartWidth = 580, ChartHeight = 340;
        var svg = new Svg(ChartWidth + LegendWidth(series), ChartHeight);
        Chart(svg, 0, 0, ChartWidth, ChartHeight, title, xLabel, yLabel, series, yRange, reversed);
        DrawLegend(svg, ChartWidth, 30, series);
        return svg.ToString();
    }

    /// <summary>
    /// Charts two beside each other under one title, whose series of one name look the same; with
    /// <paramref name="logTicks"/> over a logarithmic axis that has them.
    /// </summary>
    public static string DrawAll(
        string title, string xLabel, string yLabel, IReadOnlyList<(string Name, IReadOnlyList<Series> Series)> charts,
        Range? yRange = null, bool reversed = false, IReadOnlyList<double>? logTicks = null)
    {
        const double Top = 26, ChartWidth = 440, ChartHeight = 280;
        var across = Math.Min(2, charts.Count);
        Series[] all = [.. charts.SelectMany(chart => chart.Series).DistinctBy(series => series.Name)];
        var svg = new Svg(across * ChartWidth + LegendWidth(all), Top + (charts.Count + across - 1) / across * ChartHeight);
        svg.Text(12, 18, title, "start", 14, bold: true);
        foreach (var (i, (name, series)) in charts.Index())
        {
            Chart(svg, i % across * ChartWidth, Top + i / across * ChartHeight, ChartWidth, ChartHeight, name, xLabel, yLabel,
                series, yRange, reversed, logTicks);
        }

        DrawLegend(svg, across * ChartWidth, Top + 30, all);
        return svg.ToString();
    }

    private static void Chart(
        Svg svg, double left, double top, double width, double height, string title, string xLabel, string yLabel,
        IReadOnlyList<Series> series, Range? yRange, bool reversed, IReadOnlyList<double>? logTicks = null)
    {
        if (logTicks is not null)
            series = [.. series.Select(s => s with { Points = [.. s.Points.Select(p => (Math.Log(p.X), p.Y))] })];
        var all = series.SelectMany(s => s.Points).ToArray();
        var x = Range.Of(all.Select(p => p.X), 0.01);
        if (reversed)
            x = new Range(x.High, x.Low);
        var panel = new Panel(svg, left + 62, top + 30, width - 72, height - 80, x, yRange ?? Range.Of(all.Select(p => p.Y)));
        panel.Axes(title, xLabel, yLabel, xTicks: logTicks?.Select(
            tick => (Math.Log(tick), tick.ToString(CultureInfo.InvariantCulture))));
        foreach (var s in series)
        {
            var finite = s.Points.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y));
            svg.Polyline(finite.Select(p => (panel.X(p.X), panel.Y(p.Y))), Palette.Category(s.Colour), 1.8, Dashes(s));
        }
    }

    // A single line is what the title says.
    private static double LegendWidth(IReadOnlyList<Series> series) =>
        series.Count > 1 ? Legend.Width(series.Select(s => s.Name)) : 0;

    private static void DrawLegend(Svg svg, double left, double top, IReadOnlyList<Series> series)
    {
        if (series.Count > 1)
            Legend.Draw(svg, left, top, series.Select(s => new LegendEntry(s.Name, Palette.Category(s.Colour), Dashes(s))));
    }

    private static string? Dashes(Series series) => series.Dashed ? "6 4" : Palette.Repeats(series.Colour) ? "2 3" : null;
}
