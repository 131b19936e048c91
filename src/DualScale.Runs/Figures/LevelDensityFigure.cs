namespace DualScale.Runs.Figures;

/// <summary>How often noise levels are trained on, beside an even density, with the levels that the sampler visits.</summary>
internal static class LevelDensityFigure
{
    /// <param name="title">The figure's title.</param>
    /// <param name="shares">The share of the draws in each of equal bins of ln σ, from little noise to much.</param>
    /// <param name="least">The smallest σ.</param>
    /// <param name="most">The largest σ.</param>
    /// <param name="visited">σ of each level that the sampler visits.</param>
    public static string Draw(
        string title, IReadOnlyList<double> shares, double least, double most, IReadOnlyList<double> visited)
    {
        const double ChartWidth = 580, Height = 340, Top = 30, Left = 62;
        LegendEntry[] entries =
        [
            new("measured", Palette.Category(0)), new("even", Palette.Category(6), "6 4"),
            new("the sampler's levels", Palette.Category(1), Thickness: 1.4),
        ];
        var (low, high) = (Math.Log(least), Math.Log(most));
        var width = (high - low) / shares.Count;
        double[] densities = [.. shares.Select(share => share / width)];
        var svg = new Svg(ChartWidth + Legend.Width(entries.Select(entry => entry.Name)), Height);
        var panel = new Panel(
            svg, Left, Top, ChartWidth - 72, Height - 80, new Range(low, high), new Range(0, densities.Max() * 1.06))
            .Axes(title, "ln σ, σ in units of the scaled columns", "density of ln σ");
        foreach (var sigma in visited.Where(sigma => sigma >= least && sigma <= most))
            svg.Line(panel.X(Math.Log(sigma)), panel.Y(0), panel.X(Math.Log(sigma)), panel.Y(0) - 12, entries[2].Colour, 1.4);
        svg.Polyline(
            densities.Index().SelectMany(bin => new[] { bin.Index, bin.Index + 1 }
                .Select(edge => (panel.X(low + edge * width), panel.Y(bin.Item)))),
            entries[0].Colour, 1.8);
        var even = panel.Y(1 / (high - low));
        svg.Polyline([(panel.X(low), even), (panel.X(high), even)], entries[1].Colour, 1.8, entries[1].Dashes);
        Legend.Draw(svg, ChartWidth, Top, entries);
        return svg.ToString();
    }
}
