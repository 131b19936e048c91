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

    public void Line(double x1, double y1, double x2, double y2, string colour, double thickness = 1, string? dashes = null) =>
        Element($"""<line x1="{N(x1)}" y1="{N(y1)}" x2="{N(x2)}" y2="{N(y2)}" """ +
            $"""stroke="{colour}" stroke-width="{N(thickness)}"{Dashes(dashes)}/>""");

    public void Rectangle(double x, double y, double w, double h, string fill, string stroke = "none", double opacity = 1) =>
        Element($"""<rect x="{N(x)}" y="{N(y)}" width="{N(w)}" height="{N(h)}" """ +
            $"""fill="{fill}" stroke="{stroke}" fill-opacity="{Number(opacity)}"/>""");

    /// <summary>A line through points, without the corners that nobody would see.</summary>
    public void Polyline(IEnumerable<(double X, double Y)> points, string colour, double thickness = 1.5, string? dashes = null)
    {
        const double Tolerance = 0.2, Pitch = 0.2;
        var path = new LatticePath(Pitch);
        var corners = Simplification.Of([.. points], Tolerance).Select(path.Nearest).ToArray();
        if (corners.Length == 0)
            return;
        path.MoveTo(corners[0]);
        foreach (var (corner, last) in corners.Skip(1).Zip(corners))
        {
            if (corner != last)
                path.LineTo(corner);
        }

        var lengths = dashes?.Split(' ').Select(length => Number(double.Parse(length, CultureInfo.InvariantCulture) / Pitch));
        Path(path, colour, thickness, Dashes(lengths is null ? null : string.Join(' ', lengths)));
    }

    /// <summary>
    /// Round dots in one element, as the area that they cover together: on a lattice of half their diameter, each place once,
    /// places beside each other as one line.
    /// </summary>
    public void Dots(IEnumerable<(double X, double Y)> points, string colour, double diameter, double opacity)
    {
        var path = new LatticePath(diameter / 2);
        (int X, int Y)[] places = [.. points.Select(path.Nearest).Distinct().OrderBy(place => place.Y).ThenBy(place => place.X)];
        Runs(path, places);
        if (places.Length > 0)
            Path(path, colour, diameter, $""" stroke-linecap="round" stroke-opacity="{Number(opacity)}" """.TrimEnd());
    }

    /// <summary>A picture of cells, [columns, rows] row-major, the first row at the bottom, with values from 0 to 1.</summary>
    public void Cells(double left, double bottom, double cellWidth, double cellHeight, int columns, IReadOnlyList<double> values)
    {
        const int Levels = 64;
        var rows = values.Count / columns;
        var place = $"translate({N(left)} {N(bottom - cellHeight / 2)})scale({Number(cellWidth)} {Number(-cellHeight)})";
        Element($"""<g transform="{place}" stroke-width="1.03" fill="none" shape-rendering="crispEdges">""");
        var cells = from row in Enumerable.Range(0, rows)
                    from column in Enumerable.Range(0, columns)
                    group (column, row) by Math.Clamp((int)(values[column * rows + row] * Levels), 0, Levels - 1);
        foreach (var level in cells.OrderBy(level => level.Key))
        {
            var path = new LatticePath(1);
            Runs(path, [.. level], beyond: 1);
            Element($"""<path d="{path}" stroke="{Palette.Value((level.Key + 0.5) / Levels)}"/>""");
        }

        Element("</g>");
    }

    public void Text(
        double x, double y, string text, string anchor = "middle", double size = 11, bool bold = false, double rotate = 0)
    {
        var weight = bold ? " font-weight=\"600\"" : "";
        var turn = rotate == 0 ? "" : $" transform=\"rotate({N(rotate)} {N(x)} {N(y)})\"";
        Element($"""<text x="{N(x)}" y="{N(y)}" text-anchor="{anchor}" font-size="{N(size)}"{weight}{turn}>""" +
            $"{Encode(text)}</text>");
    }

    /// <summary>The whole picture.</summary>
    public override string ToString() =>
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {N(width)} {N(height)}" width="{N(width)}" height="{N(height)}"
          font-family="system-ui, sans-serif" fill="#222">
        <rect width="100%" height="100%" fill="#ffffff"/>
        {_body}</svg>

        """;

    // Lines over places, sorted by row, that lie beside each other; each goes so far beyond its last place.
    private static void Runs(LatticePath path, ReadOnlySpan<(int X, int Y)> places, int beyond = 0)
    {
        for (int first = 0, last; first < places.Length; first = last + 1)
        {
            last = first;
            while (last + 1 < places.Length && places[last + 1] == (places[last].X + 1, places[first].Y))
                last++;
            path.MoveTo(places[first]);
            path.LineAlong(last - first + beyond);
        }
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private void Path(LatticePath path, string colour, double thickness, string more) =>
        Element($"""<path d="{path}" transform="scale({Number(path.Pitch)})" """ +
            $"""stroke="{colour}" stroke-width="{Number(thickness / path.Pitch)}" fill="none"{more}/>""");

    private void Element(string text) => _body.Append(text).Append('\n');

    // XML has no way to write control characters.
    private static string Encode(string text) =>
        WebUtility.HtmlEncode(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)));

    private static string Dashes(string? dashes) => dashes is null ? "" : $" stroke-dasharray=\"{dashes}\"";
}
