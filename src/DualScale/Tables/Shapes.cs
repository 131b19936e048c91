using DualScale.Numerics;

namespace DualScale.Tables;

/// <summary>
/// The built-in shapes, two columns each: the papers' four (docs/models.md, section 1) and the twelve other shapes of the
/// Datasaurus Dozen (Matejka and Fitzmaurice 2017), made the way the papers make the dinosaur.
/// </summary>
public static class Shapes
{
    private const int Draws = 4;
    private static readonly IReadOnlyList<string> Names = ["x", "y"];

    /// <summary>All shapes, the papers' four first.</summary>
    public static IReadOnlyList<ShapeInfo> All { get; } =
    [
        new("dino", "142 tight blobs in the outline of a dinosaur"),
        new("moons", "two interleaving half circles"),
        new("circle", "tight discs on and at the centre of a circle of radius 3"),
        new("line", "a filled rectangle of 4 by 8"),
        .. Datasaurus.OtherNames.Select(
            name => new ShapeInfo(name, $"142 tight blobs: '{Datasaurus.SourceName(name)}' of the Datasaurus Dozen")),
    ];

    /// <summary>Whether there is a shape of that name.</summary>
    /// <param name="name">The name, as <see cref="All"/> writes it.</param>
    public static bool Contains(string name) => All.Any(shape => shape.Name == name);

    /// <summary>Draws a shape.</summary>
    /// <param name="name">A name from <see cref="All"/>.</param>
    /// <param name="count">Points, at least 1.</param>
    /// <param name="stream">The random numbers; another stream gives an independent set.</param>
    /// <returns>[count, 2]. Point i depends on the stream and i alone, except that moons spaces its points evenly over the
    /// count.</returns>
    /// <exception cref="InvalidInputException">There is no such shape, or the count is below 1.</exception>
    public static PointSet Generate(string name, int count, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Contains(name))
        {
            throw new InvalidInputException(
                $"There is no shape '{name}'. {NameSuggestion.Hint(name, [.. All.Select(shape => shape.Name)])}");
        }

        if (count < 1)
            throw new InvalidInputException($"The number of points is {count}; give at least 1.");

        Func<int, (double X, double Y)> point = name switch
        {
            "line" => i => Line(stream, i),
            "moons" => i => Moons(stream, i, count),
            "circle" => i => Circle(stream, i),
            _ => Dozen(name, stream),
        };
        var values = new float[2 * count];
        for (var i = 0; i < count; i++)
        {
            var (x, y) = point(i);
            (values[2 * i], values[2 * i + 1]) = ((float)x, (float)y);
        }

        return new PointSet(values, Names);
    }

    /// <summary>Draws a shape from a seed.</summary>
    /// <inheritdoc cref="Generate(string, int, RandomStream)"/>
    /// <param name="name">A name from <see cref="All"/>.</param>
    /// <param name="count">Points, at least 1.</param>
    /// <param name="seed">The seed.</param>
    public static PointSet Generate(string name, int count, ulong seed = 0) => Generate(name, count, new RandomStream(seed, 0));

    // x = 4·u(-0.5, 0.5), y = 4·u(-1, 1).
    private static (double X, double Y) Line(RandomStream stream, int i)
    {
        Span<float> u = stackalloc float[2];
        stream.FillUniform(At(i), u);
        return (4 * (u[0] - 0.5), 4 * (2 * u[1] - 1.0));
    }

    // The first half of the points on the upper moon, the rest on the lower; θ evenly spaced on [0, π] on each.
    private static (double X, double Y) Moons(RandomStream stream, int i, int count)
    {
        Span<float> z = stackalloc float[2];
        stream.FillNormal(At(i), z);
        var upper = count / 2;
        var (place, size) = i < upper ? (i, upper) : (i - upper, count - upper);
        var (sin, cos) = Math.SinCos(Math.PI * place / Math.Max(1, size - 1));
        var (x, y) = i < upper ? (cos, sin) : (1 - cos, 0.5 - sin);
        return ((x + 0.03 * z[0] + 0.3) * 2 - 1, (y + 0.03 * z[1] + 0.3) * 3 - 1);
    }

    // A point rounded to a lattice of 0.2, pushed to the unit circle, blurred by a small disc, scaled by 3.
    private static (double X, double Y) Circle(RandomStream stream, int i)
    {
        Span<float> u = stackalloc float[4];
        stream.FillUniform(At(i), u);
        var (x, y) = (2 * Math.Round((u[0] - 0.5) / 2, 1), 2 * Math.Round((u[1] - 0.5) / 2, 1));
        var norm = Math.Sqrt(x * x + y * y) + 1e-10;
        var (sin, cos) = Math.SinCos(2 * Math.PI * u[2]);
        var radius = 0.03 * u[3];
        return (3 * (x / norm + radius * cos), 3 * (y / norm + radius * sin));
    }

    // One of the 142 rows, 0.15·z on each coordinate, then x ← (x/54 - 1)·4, y ← (y/48 - 1)·4.
    private static Func<int, (double X, double Y)> Dozen(string name, RandomStream stream)
    {
        var rows = Datasaurus.Rows(name);
        return i =>
        {
            Span<float> z = stackalloc float[2];
            stream.FillNormal(At(i) + 2, z);
            var (x, y) = rows[stream.Below(At(i), rows.Length)];
            return (((x + 0.15 * z[0]) / 54 - 1) * 4, ((y + 0.15 * z[1]) / 48 - 1) * 4);
        };
    }

    private static ulong At(int i) => (ulong)i * Draws;
}
