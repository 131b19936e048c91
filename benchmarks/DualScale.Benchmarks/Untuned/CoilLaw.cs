using DualScale.Numerics;

namespace DualScale.Benchmarks.Untuned;

/// <summary>
/// Two columns: 48 round normals along three turns of a spiral, the outer ones ten times as wide as the inner ones, beside an
/// evenly filled rectangle and a streak, a normal of correlation 0.98.
/// </summary>
internal sealed class CoilLaw : KnownLaw
{
    private const int Beads = 48;
    private const double Correlation = 0.98;

    private static readonly double[] Weights = [0.55, 0.25, 0.2];
    private static readonly (double Low, double High) Width = (3.5, 6.5), Height = (-3, -2);
    private static readonly (double X, double Y) Streak = (5, 1.5);

    public override string Name => "coil";

    public override IReadOnlyList<string> Columns { get; } = ["x", "y"];

    protected override int Draws => 8;

    public override double LogDensity(ReadOnlySpan<float> point)
    {
        double x = point[0], y = point[1];
        Span<double> parts = stackalloc double[Beads + 2];
        for (var k = 0; k < Beads; k++)
        {
            var (cx, cy, s) = Bead(k);
            var squares = ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (s * s);
            parts[k] = Math.Log(Weights[0] / Beads) - squares / 2 - Math.Log(2 * Math.PI * s * s);
        }

        var inside = x >= Width.Low && x <= Width.High && y >= Height.Low && y <= Height.High;
        parts[Beads] = inside
            ? Math.Log(Weights[1] / ((Width.High - Width.Low) * (Height.High - Height.Low))) : double.NegativeInfinity;
        var (u, v, rest) = (x - Streak.X, y - Streak.Y, 1 - Correlation * Correlation);
        parts[Beads + 1] = Math.Log(Weights[2]) - (u * u - 2 * Correlation * u * v + v * v) / (2 * rest)
            - Math.Log(2 * Math.PI * Math.Sqrt(rest));
        return LogSum(parts);
    }

    protected override void Draw(RandomStream stream, ulong at, Span<float> point)
    {
        Span<float> u = stackalloc float[4], z = stackalloc float[2];
        stream.FillUniform(at, u);
        stream.FillNormal(at + 4, z);
        var (bx, by, s) = Bead((int)(u[1] * Beads));
        var (x, y) = Part(u[0], Weights) switch
        {
            0 => (bx + s * z[0], by + s * z[1]),
            1 => (Width.Low + u[2] * (Width.High - Width.Low), Height.Low + u[3] * (Height.High - Height.Low)),
            _ => (Streak.X + z[0], Streak.Y + Correlation * z[0] + Math.Sqrt(1 - Correlation * Correlation) * z[1]),
        };
        (point[0], point[1]) = ((float)x, (float)y);
    }

    private static (double X, double Y, double Deviation) Bead(int k)
    {
        var share = k / (Beads - 1.0);
        var (sin, cos) = Math.SinCos(2 * Math.PI * k / 16);
        var radius = 0.4 + 2.6 * share;
        return (radius * cos, radius * sin, 0.03 * Math.Pow(10, share));
    }
}
