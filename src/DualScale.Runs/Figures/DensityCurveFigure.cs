using DualScale.Tables;

namespace DualScale.Runs.Figures;

/// <summary>One column: the data as bars, the samples as an outline, the density as a curve.</summary>
internal static class DensityCurveFigure
{
    /// <param name="title">The figure's title.</param>
    /// <param name="data">The data.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="curve">The density in the middles of equal cells over the data's range; empty where there is none.</param>
    public static string Draw(string title, PointSet data, PointSet samples, IReadOnlyList<double> curve)
    {
        const double ChartWidth = 580, Height = 340;
        var entries = curve.Count > 0 ? HistogramPanel.LegendOfCurve : HistogramPanel.Legend;
        var svg = new Svg(ChartWidth + Legend.Width(entries.Select(entry => entry.Name)), Height);
        HistogramPanel.Draw(svg, 62, 30, ChartWidth - 72, Height - 80, title, data, samples, 0, curve);
        Legend.Draw(svg, ChartWidth, 30, entries);
        return svg.ToString();
    }
}
