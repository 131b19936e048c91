using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Tests.Data;

public sealed class ShapeTests
{
    public static TheoryData<string> Names => [.. Shapes.All.Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_shape_is_the_same_from_the_same_seed_and_another_from_another(string name)
    {
        var a = Shapes.Generate(name, 500, 1);
        Assert.Equal((500, 2), (a.Count, a.Columns));
        Assert.Equal(a.Values.ToArray(), Shapes.Generate(name, 500, 1).Values.ToArray());
        Assert.NotEqual(a.Values.ToArray(), Shapes.Generate(name, 500, 2).Values.ToArray());
        Assert.NotEqual(a.Values.ToArray(), Shapes.Generate(name, 500, new RandomStream(1, 1)).Values.ToArray());
    }

    [Fact]
    public void There_are_sixteen_shapes() => Assert.Equal(16, Shapes.All.Select(shape => shape.Name).Distinct().Count());

    [Fact]
    public void Line_fills_its_rectangle_evenly()
    {
        var (x, y) = Columns("line");
        Assert.All(x, v => Assert.InRange(v, -2, 2));
        Assert.All(y, v => Assert.InRange(v, -4, 4));
        Assert.Equal(16.0 / 12, x.Average(v => v * v), 0.05);
        Assert.Equal(64.0 / 12, y.Average(v => v * v), 0.2);
    }

    [Fact]
    public void Moons_lie_on_two_half_circles()
    {
        var (x, y) = Columns("moons");
        for (var i = 0; i < x.Length; i++)
        {
            var (u, v) = ((x[i] + 1) / 2 - 0.3, (y[i] + 1) / 3 - 0.3);
            var radius = i < x.Length / 2 ? Math.Sqrt(u * u + v * v) : Math.Sqrt((1 - u) * (1 - u) + (0.5 - v) * (0.5 - v));
            Assert.Equal(1, radius, 6 * 0.03);
        }
    }

    [Fact]
    public void Circle_is_a_constellation_of_discs_on_and_in_a_circle()
    {
        var (x, y) = Columns("circle");
        for (var i = 0; i < x.Length; i++)
        {
            var radius = Math.Sqrt(x[i] * x[i] + y[i] * y[i]);
            Assert.True(radius < 0.0901 || Math.Abs(radius - 3) < 0.0901, $"radius {radius}");
        }

        // The coordinates round to six lattice values each with the ends half as likely: 1/25 of the points fall on the origin.
        Assert.Equal(0.04, x.Zip(y).Count(p => Math.Abs(p.First) < 1 && Math.Abs(p.Second) < 1) / (double)x.Length, 0.01);
    }

    [Fact]
    public void Dino_is_tight_blobs_around_the_published_points()
    {
        var centres = Datasaurus.Rows("dino").Select(row => (X: (row.X / 54 - 1) * 4, Y: (row.Y / 48 - 1) * 4)).ToArray();
        Assert.Equal(142, centres.Length);
        var (x, y) = Columns("dino");
        var squares = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = centres.Select(c => (X: (x[i] - c.X) / (0.6 / 54), Y: (y[i] - c.Y) / (0.6 / 48)))
                .MinBy(d => d.X * d.X + d.Y * d.Y);
            Assert.InRange(Math.Max(Math.Abs(dx), Math.Abs(dy)), 0, 6);
            squares += (dx * dx + dy * dy) / 2;
        }

        Assert.Equal(1, squares / x.Length, 0.05);
    }

    [Fact]
    public void Unknown_shape_is_refused_with_the_nearest_name() =>
        Assert.Contains("'dino'", Assert.Throws<InvalidInputException>(() => Shapes.Generate("dinno", 10)).Message);

    private static (double[] X, double[] Y) Columns(string name)
    {
        var points = Shapes.Generate(name, 20_000, 3);
        var values = points.Values.ToArray();
        return ([.. Enumerable.Range(0, points.Count).Select(i => (double)values[2 * i])],
            [.. Enumerable.Range(0, points.Count).Select(i => (double)values[2 * i + 1])]);
    }
}
