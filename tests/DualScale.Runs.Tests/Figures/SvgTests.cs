using System.Globalization;
using System.Numerics;
using System.Xml.Linq;
using DualScale.Numerics;
using DualScale.Runs.Figures;

namespace DualScale.Runs.Tests.Figures;

/// <summary>Drawings are small and show what they were given.</summary>
public sealed class SvgTests
{
    private static readonly XNamespace Names = "http://www.w3.org/2000/svg";

    [Fact]
    public void Dots_lie_on_the_points_to_a_quarter_of_their_diameter_and_nowhere_else()
    {
        const double Diameter = 1.8;
        var points = Points(2000);
        var svg = new Svg(200, 200);
        svg.Dots(points, "#000000", Diameter, 0.5);

        var path = Assert.Single(Elements(svg, "path"));
        var pitch = DrawnPath.Scale(path);
        (double X, double Y)[] drawn = [.. from stroke in DrawnPath.Strokes(path)
                                          from x in Enumerable.Range(stroke[0].X, stroke[^1].X - stroke[0].X + 1)
                                          select (x * pitch, stroke[0].Y * pitch)];
        Assert.All(points, point => Assert.Contains(drawn, place => Near(place, point)));
        Assert.All(drawn, place => Assert.Contains(points, point => Near(place, point)));
        Assert.Equal(Diameter / pitch, double.Parse(path.Attribute("stroke-width")!.Value, CultureInfo.InvariantCulture), 6);
        Assert.True(svg.ToString().Length < 6 * points.Length);

        static bool Near((double X, double Y) a, (double X, double Y) b) =>
            Math.Max(Math.Abs(a.X - b.X), Math.Abs(a.Y - b.Y)) < Diameter / 4 + 1e-9;
    }

    [Fact]
    public void A_line_passes_within_a_third_of_a_pixel_of_all_its_points_with_few_corners()
    {
        var noise = Points(1000);
        (double X, double Y)[] points = [.. noise.Select((point, i) => (0.4 * i, 100 * Math.Exp(-i / 200.0) + 0.003 * point.Y))];
        var svg = new Svg(400, 200);
        svg.Polyline(points, "#000000", 1.8, "6 4");

        var path = Assert.Single(Elements(svg, "path"));
        var scale = DrawnPath.Scale(path);
        var corners = Assert.Single(DrawnPath.Strokes(path)).Select(corner => new Complex(corner.X * scale, corner.Y * scale))
            .ToArray();
        Assert.All(points, point => Assert.Contains(
            corners.Zip(corners.Skip(1)), piece => Off(new Complex(point.X, point.Y), piece.First, piece.Second) < 0.35));
        Assert.True(corners.Length < points.Length / 2, $"{corners.Length} corners");
        Assert.Equal(points[0].X, corners[0].Real, 0.11);
        Assert.Equal(points[^1].X, corners[^1].Real, 0.11);
        Assert.Equal("30 20", path.Attribute("stroke-dasharray")!.Value);

        static double Off(Complex point, Complex from, Complex to) =>
            Complex.Abs(point - from - Math.Clamp(((point - from) / (to - from)).Real, 0, 1) * (to - from));
    }

    [Fact]
    public void Cells_have_their_colour_in_their_place()
    {
        const int Columns = 7, Rows = 5;
        double[] values =
            [.. Enumerable.Range(0, Columns * Rows).Select(i => i * 11 % (Columns * Rows) / (double)(Columns * Rows))];
        var svg = new Svg(200, 200);
        svg.Cells(left: 10, bottom: 110, cellWidth: 4, cellHeight: 8, Columns, values);

        var picture = Assert.Single(Elements(svg, "g"));
        Assert.Equal("translate(10 106)scale(4 -8)", picture.Attribute("transform")!.Value);
        var colours = from path in picture.Elements()
                      from stroke in DrawnPath.Strokes(path)
                      from x in Enumerable.Range(stroke[0].X, stroke[^1].X - stroke[0].X)
                      select (Cell: x * Rows + stroke[0].Y, Colour: path.Attribute("stroke")!.Value);
        Assert.Equal(
            values.Select((value, i) => (i, Palette.Value((Math.Floor(value * 64) + 0.5) / 64))),
            colours.OrderBy(cell => cell.Cell));
    }

    [Fact]
    public void Committed_figures_are_pictures_and_take_less_than_a_megabyte()
    {
        var files = new DirectoryInfo(Path.Combine(Repository.Root, "docs", "figures")).GetFiles();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal(Names + "svg", XDocument.Load(file.FullName).Root!.Name));
        Assert.InRange(files.Sum(file => file.Length), 1, 1_000_000);
    }

    private static IEnumerable<XElement> Elements(Svg svg, string name) =>
        XDocument.Parse(svg.ToString()).Root!.Elements(Names + name);

    // Uneven, so that some places are taken often and others side by side.
    private static (double X, double Y)[] Points(int count)
    {
        var stream = new RandomStream(7, 0);
        return [.. Enumerable.Range(0, count)
            .Select(i => (200.0 * stream.Uniform(2 * (ulong)i), 200 * Math.Pow(stream.Uniform(2 * (ulong)i + 1), 3)))];
    }
}
