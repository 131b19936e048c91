using System.Globalization;
using System.Xml.Linq;
using DualScale.Evaluation.Quality;
using DualScale.Numerics;
using DualScale.Runs.Figures;
using DualScale.Runs.Quality;
using DualScale.Runs.Report;
using DualScale.Tables;
using Range = DualScale.Runs.Figures.Range;

namespace DualScale.Runs.Tests.Figures;

/// <summary>Pictures of a report hold the numbers that they are drawn from.</summary>
public sealed class ReportPictureTests
{
    private static readonly XNamespace Names = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData(2, 1.9999999999999998)]
    [InlineData(1e300, 1e300)]
    [InlineData(-3e17, -3.0000000000000006e17)]
    [InlineData(0, 1e-320)]
    [InlineData(0, 1)]
    public void Axis_of_values_that_differ_by_rounding_has_few_ticks_as_any(double one, double other)
    {
        var range = Range.Of([one, other]);
        Assert.True(range.Contains(one) && range.Contains(other));
        Assert.InRange(range.Ticks(5).Count, 1, 12);
        Assert.All(range.Ticks(5), tick => Assert.InRange(tick, range.Low, range.High));
    }

    [Theory]
    [InlineData(1_000_000, 1_200_000)]
    [InlineData(1_700_000_000, 1_702_600_000)]
    [InlineData(-5e-7, 3e-6)]
    [InlineData(123456.7, 123456.9)]
    [InlineData(0.00012, 0.00013)]
    [InlineData(0, 1e6)]
    [InlineData(-3, 250)]
    public void Labels_of_ticks_are_numbers_that_differ(double low, double high)
    {
        var range = new Range(low, high);
        var ticks = range.Ticks(5);
        Assert.All(ticks, tick => Assert.Equal(
            tick, double.Parse(range.Label(tick), CultureInfo.InvariantCulture), 0.11 * (ticks[1] - ticks[0])));
        Assert.Distinct(ticks.Select(range.Label));
    }

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm:ss", 400, "2024-0")]
    [InlineData("yyyy-MM-dd HH:mm:ss", 1, "02-01 1")]
    [InlineData("HH:mm", 0.5, "05:33:00")]
    public void Dates_are_dates_on_the_axes_of_pairs_and_boxes(string format, double days, string part)
    {
        var start = format[0] == 'y' ? new DateTime(2024, 1, 31, 12, 0, 0) : new DateTime(2000, 1, 1, 2, 0, 0);
        double[] moments =
            [.. Enumerable.Range(0, 200).Select(i => DateKind.FromDateTime(start.AddMinutes(Math.Round(i * days * 7.2))))];
        var dates = new NumberColumn(new ColumnSchema("when", new DateKind { Format = format }), moments);
        var text = new CodeColumn(
            new ColumnSchema("kind", new CategoryKind { Levels = ["a", "b"] }), [.. Enumerable.Range(0, 200).Select(i => i % 2)]);
        var table = new Table([dates, new NumberColumn(
            new ColumnSchema("n", new IntegerKind()), [.. Enumerable.Range(0, 200).Select(i => (double)(i % 17))]), text]);
        foreach (var other in (string[])["n", "kind"])
        {
            var pair = new PairDistance("when", other, "correlation", 0.1, 0.2, 0, 1, QualityVerdict.Apart);
            string[] texts = [.. XDocument.Parse(PairFigure.Draw(pair, table, table)).Root!.Elements(Names + "text")
                .Select(label => label.Value)];
            Assert.Contains(texts, label => label.Contains(part, StringComparison.Ordinal));
            Assert.DoesNotContain(texts, label => label.Contains('e', StringComparison.Ordinal) && double.TryParse(label, out _));
        }
    }

    [Fact]
    public void Samples_outside_the_axes_are_counted()
    {
        var (data, samples) = (new PointSet([0, 1, 2, 3], ["x"]), new PointSet([1, 2, 900, -900], ["x"]));
        var svg = new Svg(400, 300);
        HistogramPanel.Draw(svg, 50, 50, 300, 200, "x", data, samples, 0);
        Assert.Contains("2 of 4 samples outside", svg.ToString());
    }

    [Fact]
    public void Noise_levels_have_their_density_in_their_place_beside_the_even_one_and_the_samplers()
    {
        double[] shares = [0.1, 0.4, 0.3, 0.2], visited = [4, 1, 0.25];
        var picture = XDocument.Parse(LevelDensityFigure.Draw("levels", shares, 0.25, 4, visited)).Root!;
        var (measured, even) = picture.Elements(Names + "path").Select(Corners).ToArray() is [var first, var second]
            ? (first, second) : throw new InvalidOperationException();

        // Eight corners of four steps; heights over the axis are in the ratio of the shares, the even one a quarter.
        Assert.Equal(8, measured.Length);
        var bottom = picture.Elements(Names + "line").Where(line => line.Attribute("stroke")!.Value == Palette.Category(1))
            .Max(line => (double)line.Attribute("y1")!);
        var heights = measured.Where((_, i) => i % 2 == 0).Select(corner => bottom - corner.Y).ToArray();
        var evenHeight = bottom - even[0].Y;
        Assert.All(heights.Zip(shares), pair => Assert.Equal(pair.Second / 0.25, pair.First / evenHeight, 0.02));
        Assert.Equal(even[0].Y, even[^1].Y);

        // σ = 4, 1, 1/4 are the right edge, the middle and the left edge.
        var marks = picture.Elements(Names + "line").Where(line => line.Attribute("stroke")!.Value == Palette.Category(1)
            && (double)line.Attribute("x1")! == (double)line.Attribute("x2")!).Select(line => (double)line.Attribute("x1")!).ToArray();
        var (left, right) = (measured[0].X, measured[^1].X);
        Assert.Equal(3, marks.Length);
        Assert.All(marks.Zip(new[] { right, (left + right) / 2, left }), pair => Assert.Equal(pair.Second, pair.First, 0.3));
    }

    [Fact]
    public void Histogram_is_the_density_of_all_points_also_of_those_outside()
    {
        var points = new PointSet([0.5f, 0.5f, 1.5f, 49.5f, 50, 70], ["a"]);
        var densities = HistogramPanel.Densities(points, 0, new Range(0, 50));
        Assert.Equal(50, densities.Length);
        Assert.Equal((2 / 6.0, 1 / 6.0, 0.0, 2 / 6.0), (densities[0], densities[1], densities[2], densities[49]));
    }

    [Fact]
    public void Columns_and_pairs_come_in_the_order_of_the_share_that_would_have_to_move()
    {
        // Of column 1 the lower half of the samples is moved into the upper; 2 and 3 are tied together, each alone as it was.
        var (data, samples) = (Uniform(1), Uniform(2));
        var values = samples.Values.ToArray();
        for (var row = 0; row < samples.Count; row++)
        {
            values[4 * row + 1] = 0.5f + values[4 * row + 1] / 2;
            values[4 * row + 3] = values[4 * row + 2];
        }

        samples = new PointSet(values, samples.ColumnNames);
        var columns = ColumnDifference.OfColumns(data, samples, Uniform(3));
        Assert.Equal((1, 1), (columns[0].X, columns[0].Y));
        Assert.Equal(0.5, columns[0].Share, 0.01);
        Assert.All(columns.Skip(1), column => Assert.InRange(column.Share, 0, 0.03));
        Assert.All(columns, column => Assert.InRange(column.Fresh, 0, 0.03));

        // On the diagonal of eight by eight bins lie an eighth of the data and all of the samples, but for those between the two
        // columns' edges, which differ by some thousandths each.
        var pairs = ColumnDifference.OfPairs(data, samples, Uniform(3));
        Assert.Equal(6, pairs.Count);
        Assert.Equal((2, 3), (pairs[0].X, pairs[0].Y));
        Assert.InRange(pairs[0].Share, 0.8, 7 / 8.0);
        Assert.All(pairs.Skip(1).Take(3), pair => Assert.True(pair.X == 1 || pair.Y == 1));
        Assert.StartsWith(pairs[0].Share.ToString("P1", CultureInfo.InvariantCulture), pairs[0].Note);
    }

    [Fact]
    public void Scatter_shows_equally_many_dots_of_each_set_and_the_pair_that_differs_most_first()
    {
        var (data, samples) = (Uniform(1), Uniform(2).First(700));
        var picture = XDocument.Parse(ScatterFigure.Draw(
            "title", [("data", data), ("samples", samples)], [(2, 3, "first"), (0, 1, "second")])).Root!;
        var texts = picture.Elements(Names + "text").Select(text => text.Value).ToArray();
        Assert.Contains("data: 700 of 20,000 points", texts);
        Assert.Contains("samples: 700 points", texts);
        Assert.True(Array.IndexOf(texts, "first") < Array.IndexOf(texts, "second"));
        Assert.Equal(["c", "c", "a", "a"], texts.Where(text => text is "a" or "c"));
        var dots = picture.Elements(Names + "path").Select(path => DrawnPath.Strokes(path)
            .Sum(stroke => stroke[^1].X - stroke[0].X + 1)).ToArray();
        Assert.All(dots, count => Assert.InRange(count, 600, 700));
    }

    [Fact]
    public void Colours_of_a_density_and_bars_of_a_histogram_are_those_of_the_rest_where_there_is_a_spike()
    {
        // A spike holds a fifth of the probability in 4 of 1,000 cells, a plain nearly none in 200 of them.
        double[] cells = [.. Enumerable.Repeat(50.0, 4), .. Enumerable.Repeat(1.0, 796), .. Enumerable.Repeat(1e-9, 200)];
        var colours = DensityFigure.Decades(cells);
        Assert.Equal((Math.Log10(1 / 3.0), 0), (colours.Low, colours.High), (a, b) =>
            Math.Abs(a.Item1 - b.Item1) < 1e-6 && Math.Abs(a.Item2 - b.Item2) < 1e-6);
        Assert.Equal(new Range(0, 1), DensityFigure.Decades([0, 0]));

        double[] bars = [.. Enumerable.Repeat(1.0, 40), 10, .. Enumerable.Repeat(0.0, 9)];
        Assert.Equal(3, HistogramPanel.Height(bars, []));
        Assert.Equal(1.06 * 1.5, HistogramPanel.Height([.. Enumerable.Repeat(1.0, 50)], [1.5]), 1e-12);

        // Where the spike holds most, it is what there is to see.
        Assert.Equal(106, HistogramPanel.Height([100, .. Enumerable.Repeat(1.0, 49)], []), 1e-9);
    }

    [Fact]
    public void Density_is_brightest_where_it_is_highest()
    {
        var values = new double[6 * 6];
        Array.Fill(values, 0.01);
        values[4 * 6 + 1] = 1;
        var picture = XDocument.Parse(DensityFigure.Draw(
            "density", Uniform(1), new HeatMap("map", values, 6, 6, new Range(0, 1), new Range(0, 1)))).Root!;
        var map = picture.Elements(Names + "g").First();
        var brightest = map.Elements().Single(path => path.Attribute("stroke")!.Value == Palette.Value(63.5 / 64));
        Assert.Equal((4, 1), Assert.Single(DrawnPath.Strokes(brightest))[0]);
    }

    [Theory]
    [InlineData(1e-20)]
    [InlineData(1e23)]
    public void Density_has_the_same_colours_in_any_units(double unit)
    {
        Assert.Equal(Map(1).ToString(), Map(unit).ToString());

        // Densities are 1, 3, 9, … along a column, in the units of the axes.
        static XElement Map(double unit)
        {
            var view = new DensityView([new Range(0, unit), new Range(0, unit)], 6,
                [.. Enumerable.Range(0, 36).Select(cell => Math.Pow(3, cell % 6) / unit / unit)]);
            var data = new PointSet([.. Uniform(1).Values.ToArray().Select(value => (float)(value * unit))], ["a", "b"]);
            return XDocument.Parse(DensityFigure.Draw("density", data, view.Map)).Root!.Elements(Names + "g").First();
        }
    }

    private static PointSet Uniform(ulong seed)
    {
        var values = new float[80_000];
        new RandomStream(seed, 0).FillUniform(0, values);
        return new PointSet(values, ["a", "b", "c", "d"]);
    }

    private static (double X, double Y)[] Corners(XElement path)
    {
        var scale = DrawnPath.Scale(path);
        return [.. Assert.Single(DrawnPath.Strokes(path)).Select(corner => (corner.X * scale, corner.Y * scale))];
    }
}
