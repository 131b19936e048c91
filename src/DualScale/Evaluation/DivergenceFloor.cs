using MathNet.Numerics.Distributions;

namespace DualScale.Evaluation;

/// <summary>
/// What the estimate gives between real points and other real points, as many as were compared: where there is nothing to find.
/// </summary>
/// <param name="Mean">The mean over several draws, in bits.</param>
/// <param name="Deviation">The sample standard deviation of a draw, in bits.</param>
/// <param name="Draws">How many draws there were, at least 2.</param>
public readonly record struct DivergenceFloor(double Mean, double Deviation, int Draws)
{
    private const double Confidence = 0.99;

    /// <summary>Measures the floors of several draws.</summary>
    /// <param name="bits">At least two.</param>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public static DivergenceFloor Of(IReadOnlyList<double> bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        if (bits.Count < 2)
            throw new ArgumentException("A floor's scatter needs at least two draws.", nameof(bits));
        var test = PairedTest.Of(bits);
        return new DivergenceFloor(test.Mean, test.Deviation, bits.Count);
    }

    /// <summary>One more draw of the floor would lie this near to its mean in 99 of 100 cases, in bits.</summary>
    public double Reach =>
        StudentT.InvCDF(0, 1, Draws - 1, (1 + Confidence) / 2) * Deviation * Math.Sqrt(1 + 1.0 / Draws);

    /// <summary>Judges a divergence: one more draw of the floor would lie within its scatter in 99 of 100 cases.</summary>
    /// <param name="bits">The divergence.</param>
    public DivergenceVerdict Judge(double bits) =>
        bits > Mean + Reach ? DivergenceVerdict.Apart
        : bits < Mean - Reach ? DivergenceVerdict.Closer
        : DivergenceVerdict.Alike;
}
