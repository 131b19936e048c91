namespace DualScale.Cli.Figures;

/// <summary>Lines over a common axis: loss curves, weights over the timesteps.</summary>
internal static class LineFigure
{
    public static string Draw(string title, string xLabel, string yLabel, IReadOnlyList<Series> series, Range? yRange = null, bool reversed = false)
    {
        const double Width = 640, Height = 340;
        var svg = new Svg(Width, Height);
        var all = series.SelectMany(s => s.Points).ToArray();
        var x = Range.Of(all.Select(p => p.X), 0.01);
        if (reversed)
            x = new Range(x.High, x.Low);
        var panel = new Panel(svg, 62, 30, Width - 80, Height - 80, x, yRange ?? Range.Of(all.Select(p => p.Y)));
        panel.Axes(title, xLabel, yLabel);
        foreach (var s in series)
        {
            var finite = s.Points.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y));
            svg.Polyline(finite.Select(p => (panel.X(p.X), panel.Y(p.Y))), Palette.Category(s.Colour), 1.8, Dashes(s));
        }

        panel.Legend([.. series.Select(s => (s.Name, Palette.Category(s.Colour), Dashes(s)))]);
        return svg.ToString();
    }

    private static string? Dashes(Series series) => series.Dashed ? "6 4" : null;
}
