using System.Globalization;
using DualScale.Evaluation.Quality;
using DualScale.Runs.Figures;
using Range = DualScale.Runs.Figures.Range;

namespace DualScale.Runs.Quality;

/// <summary>Both tables in the plane of the real rows' main axes.</summary>
internal static class ProjectionFigure
{
    private const double Side = 400;

    public static string Draw(TableProjection projection)
    {
        var both = projection.Real.Concat(projection.Synthetic).ToArray();
        var (x, y) = (Range.Of(both.Select(point => point.X)), Range.Of(both.Select(point => point.Y)));
        var svg = new Svg(2 * (Side + 80), Side + 82);
        foreach (var (i, (name, points, colour)) in new[]
        {
            ("real rows", projection.Real, Palette.Data), ("synthetic rows", projection.Synthetic, Palette.Category(0)),
        }.Index())
        {
            var panel = new Panel(svg, 62 + i * (Side + 80), 30, Side, Side, x, y)
                .Axes(name, Axis("first", projection.Shares.X), Axis("second", projection.Shares.Y));
            svg.Dots(points.Select(point => (panel.X(point.X), panel.Y(point.Y))), colour, Svg.DotFor(points.Count), 0.55);
        }

        return svg.ToString();
    }

    private static string Axis(string name, double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} axis, {100 * share:F0} % of the variance");
}
