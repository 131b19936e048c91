namespace DualScale.Tests.Formulas;

/// <summary>What a network's output F stands for, number by number.</summary>
/// <param name="InputScale">The factor of x before the network.</param>
/// <param name="Target">F* of x₀ and the noise in x.</param>
/// <param name="Clean">x̂₀ of x and F.</param>
internal sealed record PlainParametrization(
    Func<PlainLevel, double> InputScale,
    Func<PlainLevel, Traced, Traced, Traced> Target,
    Func<PlainLevel, Traced, Traced, Traced> Clean)
{
    public static PlainParametrization Epsilon { get; } = new(Unit, (_, _, noise) => noise, (l, x, f) => (x - l.S * f) / l.A);

    public static PlainParametrization Point { get; } = new(Unit, (_, clean, _) => clean, (_, _, f) => f);

    /// <summary>Salimans and Ho 2022: v = a·ε - s·x₀ and x̂₀ = a·x - s·v, of a, s and x over √(a² + s²).</summary>
    public static PlainParametrization Velocity { get; } = new(
        Unit,
        (l, clean, noise) => Unit(l) * l.A * noise - Unit(l) * l.S * clean,
        (l, x, f) => Unit(l) * l.A * (Unit(l) * x) - Unit(l) * l.S * f);

    /// <summary>Karras et al. 2022, table 1, of y = x/a with σ = s/a: D = c_skip·y + c_out·F(c_in·y).</summary>
    public static PlainParametrization Edm(double data)
    {
        return new PlainParametrization(
            l => 1 / Root(l) / l.A,
            (l, clean, noise) => (clean - Skip(l) * (clean + l.S / l.A * noise)) / Out(l),
            (l, x, f) => Skip(l) * (x / l.A) + Out(l) * f);

        double Root(PlainLevel l) => Math.Sqrt(l.S / l.A * (l.S / l.A) + data * data);
        double Skip(PlainLevel l) => data * data / (Root(l) * Root(l));
        double Out(PlainLevel l) => l.S / l.A * data / Root(l);
    }

    /// <summary>ε̂ = (x - a·x̂₀)/s.</summary>
    public Traced[] Noise(PlainLevel level, Traced[] x, Traced[] f) =>
        [.. Points(level, x, f).Zip(x, (clean, at) => (at - level.A * clean) / level.S)];

    public Traced[] Points(PlainLevel level, Traced[] x, Traced[] f) => [.. x.Zip(f, (at, output) => Clean(level, at, output))];

    // x has the variance 1 where x₀ has.
    private static double Unit(PlainLevel level) => 1 / level.Size;
}
