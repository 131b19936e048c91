using DualScale.Tables;
using static System.FormattableString;

namespace DualScale.Runs.Figures;

/// <summary>A column of data as bars with the samples as an outline over them.</summary>
internal static class HistogramPanel
{
    private const int Bins = 50;
    private const double TickSpace = 45;

    /// <summary>What the colours stand for.</summary>
    public static LegendEntry[] Legend { get; } =
        [new("data", Grey, Thickness: 12), new("samples", Palette.Category(0))];

    /// <summary>The same with a curve.</summary>
    public static LegendEntry[] LegendOfCurve { get; } = [.. Legend, new("density of the model", Palette.Category(1))];

    private const string Grey = "#c8c8c8";

    /// <summary>Draws a panel, with a curve of densities in the middles of equal cells over it where one is given.</summary>
    public static void Draw(
        Svg svg, double left, double top, double width, double height, string title, PointSet data, PointSet samples, int column,
        IReadOnlyList<double>? curve = null)
    {
        var x = ScatterFigure.RangeOf(data, column);
        var (ofData, ofSamples) = (Densities(data, column, x), Densities(samples, column, x));
        var y = new Range(0, Height(ofData, [.. ofSamples, .. curve ?? []]));
        var panel = new Panel(svg, left, top, width, height, x, y, TickSpace)
            .Axes(title + Outside(samples, column, x), data.ColumnNames[column], "density", Bars);
        svg.Polyline(
            ofSamples.Index().SelectMany(bin => new[] { bin.Index, bin.Index + 1 }
                .Select(edge => (panel.X(x.Low + edge * x.Length / Bins), Top(panel, bin.Item)))),
            Palette.Category(0), 1.6);
        svg.Polyline(
            (curve ?? []).Select((value, cell) => (panel.X(x.Low + (cell + 0.5) * x.Length / curve!.Count), Top(panel, value))),
            Palette.Category(1), 1.6);
        var (highest, place) = new[] { ofData, ofSamples, curve ?? [] }
            .SelectMany(values => values.Select((value, i) => (value, (i + 0.5) / values.Count))).Max();
        if (highest > y.High)
            svg.Text(panel.X(x.Low + place * x.Length) + 8, top + 13, Invariant($"↑ {highest:G3}"), "start", 10);

        void Bars(Panel inside)
        {
            foreach (var (bin, value) in ofData.Index())
            {
                var (from, to) = (inside.X(x.Low + bin * x.Length / Bins), inside.X(x.Low + (bin + 1) * x.Length / Bins));
                if (value > 0)
                    svg.Rectangle(from, Top(inside, value), to - from, inside.Y(0) - Top(inside, value), Grey);
            }
        }

        double Top(Panel inside, double value) => inside.Y(Math.Min(value, y.High));
    }

    private static string Outside(PointSet samples, int column, Range x)
    {
        var outside = Enumerable.Range(0, samples.Count).Count(row => !x.Contains(samples[row][column]));
        return outside == 0 ? "" : Invariant($", {outside:N0} of {samples.Count:N0} samples outside");
    }

    /// <summary>
    /// As high as the highest, but at most three times as high as the bars reach that hold half of the data: a spike is cut, so
    /// that the rest can be seen.
    /// </summary>
    public static double Height(IReadOnlyList<double> ofData, IReadOnlyList<double> others)
    {
        const double Margin = 1.06, Most = 3;
        double[] rising = [.. ofData.Where(value => value > 0).Order()];
        var half = ofData.Sum() / 2;
        var typical = rising.FirstOrDefault(value => (half -= value) <= 0, double.PositiveInfinity);
        return Math.Min(ofData.Concat(others).Where(double.IsFinite).Max() * Margin, typical * Most);
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
