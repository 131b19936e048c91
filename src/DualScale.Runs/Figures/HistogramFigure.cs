namespace DualScale.Runs.Figures;

/// <summary>How often values from 0 to 1 occur.</summary>
internal static class HistogramFigure
{
    private const int Bins = 40;

    /// <param name="title">The figure's title.</param>
    /// <param name="xLabel">What the values are.</param>
    /// <param name="sets">Named values from 0 to 1: bars for one set, outlines for several.</param>
    public static string Draw(string title, string xLabel, IReadOnlyList<(string Name, IReadOnlyList<float> Values)> sets)
    {
        const double ChartWidth = 580, Height = 340;
        var shares = sets.Select(set => Shares(set.Values)).ToArray();
        var svg = new Svg(ChartWidth + (sets.Count > 1 ? Legend.Width(sets.Select(set => set.Name)) : 0), Height);
        var panel = new Panel(
            svg, 62, 30, ChartWidth - 72, Height - 80, new Range(0, 1), new Range(0, shares.Max(share => share.Max()) * 1.06))
            .Axes(title, xLabel, "share of samples");
        for (var s = 0; s < sets.Count; s++)
        {
            var outline = Enumerable.Range(0, Bins).SelectMany(bin => new[]
            {
                (panel.X((double)bin / Bins), panel.Y(shares[s][bin])), (panel.X((bin + 1.0) / Bins), panel.Y(shares[s][bin])),
            });
            for (var bin = 0; sets.Count == 1 && bin < Bins; bin++)
            {
                svg.Rectangle(
                    panel.X((double)bin / Bins), panel.Y(shares[0][bin]),
                    panel.X(1.0 / Bins) - panel.X(0), panel.Y(0) - panel.Y(shares[0][bin]),
                    Palette.Category(0), opacity: 0.35);
            }

            svg.Polyline(outline, Palette.Category(s), 1.8);
        }

        if (sets.Count > 1)
            Legend.Draw(svg, ChartWidth, 30, sets.Select((set, s) => new LegendEntry(set.Name, Palette.Category(s))));
        return svg.ToString();
    }

    private static double[] Shares(IReadOnlyList<float> values)
    {
        var shares = new double[Bins];
        foreach (var value in values)
            shares[Math.Clamp((int)(value * Bins), 0, Bins - 1)] += 1.0 / values.Count;
        return shares;
    }
}
