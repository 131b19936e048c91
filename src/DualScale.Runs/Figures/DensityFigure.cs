using System.Globalization;
using DualScale.Tables;

namespace DualScale.Runs.Figures;

/// <summary>A density over two columns beside the data, on the same axes.</summary>
internal static class DensityFigure
{
    private const double Top = 50, Left = 56, Between = 70, Side = ScatterFigure.Side;
    private const double HeldShare = 0.99, OffScaleShare = 0.01, Below = 3;

    /// <param name="title">The figure's title.</param>
    /// <param name="data">The data.</param>
    /// <param name="map">The density.</param>
    public static string Draw(string title, PointSet data, HeatMap map)
    {
        var svg = new Svg(Left + 2 * Side + Between + 16 + ColourBar.Width, Top + Side + 42);
        svg.Text(12, 18, title, "start", 14, bold: true);
        ScatterFigure.DrawPanel(
            svg, Left, Top, ("data", data), Math.Min(ScatterFigure.MostDots, data.Count), (0, 1), map.X, map.Y, Palette.Data);
        var (scale, left) = (Decades(map.Values), Left + Side + Between);
        new Panel(svg, left, Top, Side, Side, map.X, map.Y).Axes(map.Title, data.ColumnNames[0], data.ColumnNames[1], _ =>
            svg.Cells(
                left, Top + Side, Side / map.Width, Side / map.Height, map.Width,
                [.. map.Values.Select(value => (Math.Log10(value) - scale.Low) / scale.Length)]));
        ColourBar.Draw(svg, left + Side + 16, Top, Side, scale, "density, logarithmic", Ticks(scale));
        return svg.ToString();
    }

    /// <summary>
    /// The powers of ten that the colours span: from a third of the least density of the cells that hold most of the probability
    /// up to the greatest but for the outermost of those cells, so that neither a spike nor an empty plain takes all colours.
    /// </summary>
    public static Range Decades(IReadOnlyList<double> densities)
    {
        double[] falling = [.. densities.Where(density => density > 0).OrderDescending()];
        if (falling.Length == 0)
            return new Range(0, 1);
        var (held, sum, total) = (0, 0.0, falling.Sum());
        while (held < falling.Length && sum < HeldShare * total)
            sum += falling[held++];
        return new Range(Math.Log10(falling[held - 1] / Below), Math.Log10(falling[(int)(held * OffScaleShare)]));
    }

    // 1, 3, 10, 30, …; of many decades the powers of ten alone.
    private static IEnumerable<(double Place, string Text)> Ticks(Range scale) =>
        from power in Enumerable.Range((int)Math.Floor(scale.Low), (int)scale.Length + 2)
        from part in (double[])(scale.Length > 4 ? [0] : [0, Math.Log10(3)])
        where scale.Contains(power + part)
        select (power + part, Math.Pow(10, power + part).ToString(
            power is >= -3 and <= 4 ? "0.###" : "0.#e0", CultureInfo.InvariantCulture));
}
