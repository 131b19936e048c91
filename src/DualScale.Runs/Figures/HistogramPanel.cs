using DualScale.Tables;

namespace DualScale.Runs.Figures;

/// <summary>A column of data as bars with the samples as an outline over them.</summary>
internal static class HistogramPanel
{
    private const int Bins = 50;
    private const double TickSpace = 45;

    /// <summary>What the colours stand for.</summary>
    public static LegendEntry[] Legend { get; } =
        [new("data", Grey, Thickness: 12), new("samples", Palette.Category(0))];

    private const string Grey = "#c8c8c8";

    /// <summary>Draws a panel.</summary>
    public static void Draw(
        Svg svg, double left, double top, double width, double height, string title, PointSet data, PointSet samples, int column)
    {
        var x = ScatterFigure.RangeOf(data, column);
        var (ofData, ofSamples) = (Densities(data, column, x), Densities(samples, column, x));
        var highest = ofData.Concat(ofSamples).Max();
        var panel = new Panel(svg, left, top, width, height, x, new Range(0, highest * 1.06), TickSpace)
            .Axes(title, data.ColumnNames[column], "density", Bars);
        svg.Polyline(
            ofSamples.Index().SelectMany(bin => new[] { bin.Index, bin.Index + 1 }
                .Select(edge => (panel.X(x.Low + edge * x.Length / Bins), panel.Y(bin.Item)))),
            Palette.Category(0), 1.6);

        void Bars(Panel inside)
        {
            foreach (var (bin, value) in ofData.Index())
            {
                var (from, to) = (inside.X(x.Low + bin * x.Length / Bins), inside.X(x.Low + (bin + 1) * x.Length / Bins));
                if (value > 0)
                    svg.Rectangle(from, inside.Y(value), to - from, inside.Y(0) - inside.Y(value), Grey);
            }
        }
    }

    /// <summary>Densities in equal bins over a range, of all points, also those outside of it.</summary>
    public static double[] Densities(PointSet points, int column, Range x)
    {
        var densities = new double[Bins];
        for (var row = 0; row < points.Count; row++)
        {
            if (points[row][column] is var value && x.Contains(value))
                densities[Math.Min(Bins - 1, (int)((value - x.Low) / x.Length * Bins))] += Bins / x.Length / points.Count;
        }

        return densities;
    }
}
