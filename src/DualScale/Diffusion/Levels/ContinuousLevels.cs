using System.Globalization;
using DualScale.Numerics;

namespace DualScale.Diffusion;

/// <summary>
/// Continuous noise levels: a level is σ itself, x = x₀ + σ·ε (Karras et al. 2022). How often each is trained on is a density.
/// </summary>
public sealed record ContinuousLevels : NoiseLevels
{
    private const double MostCondition = 99;

    /// <summary>Creates the levels.</summary>
    /// <param name="sigmaMin">The smallest σ, above 1e-6. Default 0.002.</param>
    /// <param name="sigmaMax">The largest σ, above the smallest and at most 1e6. Default 10: over standardised columns, hardly
    /// anything of a point is left.</param>
    /// <param name="density">How often each is trained on; log-uniform where null, the default.</param>
    /// <exception cref="InvalidInputException">A number is outside its range.</exception>
    public ContinuousLevels(double sigmaMin = 0.002, double sigmaMax = 10, LevelDensity? density = null)
    {
        if (!(sigmaMin > 1e-6 && sigmaMin < sigmaMax && sigmaMax <= 1e6))
        {
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                $"diffusion.sigma-min is {sigmaMin} and sigma-max {sigmaMax}; give 0.000001 < min < max ≤ 1000000."));
        }

        (SigmaMin, SigmaMax, Density) = (sigmaMin, sigmaMax, density ?? new LogUniformDensity());
    }

    /// <summary>The smallest σ.</summary>
    public double SigmaMin { get; }

    /// <summary>The largest σ.</summary>
    public double SigmaMax { get; }

    /// <summary>How often each σ is trained on.</summary>
    public LevelDensity Density { get; }

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override double Least => SigmaMin;

    /// <inheritdoc/>
    public override double Most => SigmaMax;

    /// <inheritdoc/>
    public override double SignalScale(double level) => 1;

    /// <inheritdoc/>
    public override double NoiseScale(double level) => level;

    /// <inheritdoc/>
    public override double PointScale(double level) => Math.Sqrt(1 + level * level);

    /// <summary>From 0 at the smallest σ to 99 at the largest, linear in ln σ.</summary>
    /// <inheritdoc/>
    public override double Condition(double level) => MostCondition * Math.Log(level / SigmaMin) / Math.Log(SigmaMax / SigmaMin);

    /// <inheritdoc/>
    public override double Quantile(double share) => Density.Quantile(share, SigmaMin, SigmaMax);

    /// <inheritdoc/>
    public override double OfSigma(double sigma) => Math.Clamp(sigma, SigmaMin, SigmaMax);

    internal override double At(double sigma) => OfSigma(sigma);

    /// <inheritdoc/>
    public override void Require(double level)
    {
        if (!(level >= SigmaMin && level <= SigmaMax))
        {
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                $"The noise level is {level}; give a σ from {SigmaMin} to {SigmaMax}, those the model was trained on."));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Spread(int most) =>
        [.. Enumerable.Range(0, most).Select(i => SigmaMin * Math.Pow(SigmaMax / SigmaMin, (double)i / (most - 1)))];

    /// <summary>One level of each n-th part of the density, n rows: the batch holds every noise in its due share.</summary>
    /// <inheritdoc/>
    public override void Draw(RandomStream stream, Span<double> levels)
    {
        for (var row = 0; row < levels.Length; row++)
            levels[row] = Quantile((row + (double)stream.Uniform((ulong)row)) / levels.Length);
    }
}
