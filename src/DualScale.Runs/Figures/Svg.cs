using System.Globalization;
using System.Net;
using System.Text;

namespace DualScale.Runs.Figures;

/// <summary>An SVG picture being drawn; coordinates in pixels, rounded to tenths.</summary>
internal sealed class Svg(double width, double height)
{
    private readonly StringBuilder _body = new();

    /// <summary>About how wide a text of the usual size is.</summary>
    public static double WidthOf(string text) => 6.6 * text.Length;

    /// <summary>The diameter at which so many dots can be seen and told apart.</summary>
    public static double DotFor(int count) => Math.Clamp(Math.Round(70 / Math.Sqrt(Math.Max(1, count)), 1), 1.4, 4);

    public static string N(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    public void Line(double x1, double y1, double x2, double y2, string colour, double thickness = 1, string? dashes = null) => _body.Append(
        CultureInfo.InvariantCulture,
        $"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" stroke=\"{colour}\" stroke-width=\"{N(thickness)}\"{Dashes(dashes)}/>\n");

    public void Rectangle(double x, double y, double w, double h, string fill, string stroke = "none", double opacity = 1) => _body.Append(
        CultureInfo.InvariantCulture,
        $"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(w)}\" height=\"{N(h)}\" fill=\"{fill}\" stroke=\"{stroke}\" fill-opacity=\"{opacity}\"/>\n");

    public void Polyline(IEnumerable<(double X, double Y)> points, string colour, double thickness = 1.5, string? dashes = null)
    {
        var path = string.Join(' ', points.Select(p => $"{N(p.X)},{N(p.Y)}"));
        if (path.Length > 0)
            _body.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{N(thickness)}\"{Dashes(dashes)}/>\n");
    }

    /// <summary>Round dots, all in one element.</summary>
    public void Dots(IEnumerable<(double X, double Y)> points, string colour, double diameter, double opacity)
    {
        var path = string.Concat(points.Select(p => $"M{N(p.X)} {N(p.Y)}h0"));
        if (path.Length > 0)
        {
            _body.Append(
                CultureInfo.InvariantCulture,
                $"<path d=\"{path}\" stroke=\"{colour}\" stroke-width=\"{diameter}\" stroke-linecap=\"round\" stroke-opacity=\"{opacity}\" fill=\"none\"/>\n");
        }
    }

    public void Text(double x, double y, string text, string anchor = "middle", double size = 11, bool bold = false, double rotate = 0) => _body.Append(
        CultureInfo.InvariantCulture,
        $"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\" font-size=\"{N(size)}\"{(bold ? " font-weight=\"600\"" : "")}{(rotate == 0 ? "" : $" transform=\"rotate({N(rotate)} {N(x)} {N(y)})\"")}>{Encode(text)}</text>\n");

    /// <summary>The whole picture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {N(width)} {N(height)}\" width=\"{N(width)}\" height=\"{N(height)}\" font-family=\"system-ui, sans-serif\" fill=\"#222\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{_body}</svg>\n");

    // XML has no way to write control characters.
    private static string Encode(string text) => WebUtility.HtmlEncode(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)));

    private static string Dashes(string? dashes) => dashes is null ? "" : $" stroke-dasharray=\"{dashes}\"";
}
