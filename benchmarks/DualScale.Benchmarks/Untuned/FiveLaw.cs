using DualScale.Numerics;

namespace DualScale.Benchmarks.Untuned;

/// <summary>
/// Five columns in units far apart: three of a mixture of three correlated normals, one of them a thin sheet; d around the first
/// with Student's t of four degrees of freedom; e lognormal around the second.
/// </summary>
internal sealed class FiveLaw : KnownLaw
{
    private const double ScaleOfD = 5, ScaleOfE = 0.5;

    private static readonly double[] Weights = [0.5, 0.3, 0.2];
    private static readonly double[][] Means = [[0, 100, 0.1], [3, 160, 0.1], [-2, 160, 0.16]];

    // Lower triangles of Cholesky factors, by rows.
    private static readonly double[][] Factors =
    [
        [1, 24, 18, -0.006, 0.008, 0.017],
        [0.3, -6, 8, 0.02, 0, 0.015],
        [0.6, 0, 4, 0.003, 0.004, 0.001],
    ];

    public override string Name => "five";

    public override IReadOnlyList<string> Columns { get; } = ["a", "b", "c", "d", "e"];

    protected override int Draws => 16;

    public override double LogDensity(ReadOnlySpan<float> point)
    {
        Span<double> parts = stackalloc double[Weights.Length];
        for (var k = 0; k < parts.Length; k++)
        {
            var (m, f) = (Means[k], Factors[k]);
            var z0 = (point[0] - m[0]) / f[0];
            var z1 = (point[1] - m[1] - f[1] * z0) / f[2];
            var z2 = (point[2] - m[2] - f[3] * z0 - f[4] * z1) / f[5];
            parts[k] = Math.Log(Weights[k]) - (z0 * z0 + z1 * z1 + z2 * z2) / 2
                - Math.Log(f[0] * f[2] * f[5]) - 1.5 * Math.Log(2 * Math.PI);
        }

        // The density of Student's t with four degrees of freedom is 3/8·(1 + t²/4)^(-5/2).
        var t = (point[3] - 2.0 * point[0]) / ScaleOfD;
        var ofD = Math.Log(3.0 / 8 / ScaleOfD) - 2.5 * Math.Log(1 + t * t / 4);
        if (point[4] <= 0)
            return double.NegativeInfinity;
        var z = (Math.Log(point[4]) - CentreOfE(point[1])) / ScaleOfE;
        return LogSum(parts) + ofD - z * z / 2 - Math.Log(ScaleOfE * point[4] * Math.Sqrt(2 * Math.PI));
    }

    protected override void Draw(RandomStream stream, ulong at, Span<float> point)
    {
        Span<float> z = stackalloc float[12];
        stream.FillNormal(at + 4, z);
        var k = Part(stream.Uniform(at), Weights);
        var (m, f) = (Means[k], Factors[k]);
        point[0] = (float)(m[0] + f[0] * z[0]);
        point[1] = (float)(m[1] + f[1] * z[0] + f[2] * z[1]);
        point[2] = (float)(m[2] + f[3] * z[0] + f[4] * z[1] + f[5] * z[2]);
        var squares = z[4] * z[4] + z[5] * z[5] + z[6] * z[6] + z[7] * z[7];
        point[3] = (float)(2.0 * point[0] + ScaleOfD * z[3] / Math.Sqrt(squares / 4));
        point[4] = (float)Math.Exp(CentreOfE(point[1]) + ScaleOfE * z[8]);
    }

    private static double CentreOfE(double b) => 0.02 * (b - 100);
}
