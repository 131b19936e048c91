namespace DualScale.Tests.Formulas;

/// <summary>A noise level, x = a·x₀ + s·ε.</summary>
/// <param name="A">The share of the point.</param>
/// <param name="S">The standard deviation of the noise.</param>
/// <param name="Told">What the network is told of it.</param>
internal sealed record PlainLevel(double A, double S, double Told)
{
    /// <summary>No noise.</summary>
    public static PlainLevel None { get; } = new(1, 0, double.NaN);

    public double AlphaBar => A * A / (A * A + S * S);

    /// <summary>√(a² + s²).</summary>
    public double Size => Math.Sqrt(A * A + S * S);

    /// <summary>a = √ᾱ_t, s = √(1 - ᾱ_t); the network is told t.</summary>
    public static PlainLevel Discrete(double[] betas, int t)
    {
        var bar = PlainSchedule.AlphaBar(betas, t);
        return new PlainLevel(Math.Sqrt(bar), Math.Sqrt(1 - bar), t);
    }

    /// <summary>a = 1, s = σ; the network is told ln σ, stretched to [0, 99].</summary>
    public static PlainLevel Continuous(double sigma, double least, double most) =>
        new(1, sigma, 99 * (Math.Log(sigma) - Math.Log(least)) / (Math.Log(most) - Math.Log(least)));

    /// <summary>a·x₀ + s·α·ε, α = 1 without a grid.</summary>
    public Traced[] Noisy(double[] clean, double[] noise, Traced? alpha = null) =>
        [.. clean.Zip(noise, (x, e) => A * x + S * (alpha ?? 1) * e)];
}
