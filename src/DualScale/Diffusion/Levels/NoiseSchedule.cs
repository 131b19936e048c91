using System.Globalization;
using DualScale.Numerics;

namespace DualScale.Diffusion;

/// <summary>
/// The noise of T discrete timesteps t = 0 … T - 1 (docs/models.md, section 2): α = 1 - β, ᾱ_t = α_0·…·α_t, a = √ᾱ, s = √(1 - ᾱ).
/// A table, and immutable.
/// </summary>
public sealed record NoiseSchedule : NoiseLevels
{
    private const int MostTimesteps = 10_000;
    private const double SmallestAlphaBar = 1e-300;

    // What is smaller leaves a point next to as it is, and nothing of it at last.
    private const double SmallestBeta = 1e-12;

    private readonly double[] _betas;
    private readonly double[] _alphaBars;

    /// <summary>
    /// Tabulates a schedule. With the defaults x_{T-1} is as good as pure noise, which is where sampling starts; the papers'
    /// linear one up to 0.02 leaves ᾱ = 0.364 there and starts the sampler off its distribution.
    /// </summary>
    /// <param name="timesteps">T, 2 to 10,000, and not so many that ᾱ_{T-1} falls below 1e-300. Default 100.</param>
    /// <param name="betaStart">β_0, from 1e-12 up to but not 1. Default 1e-4. The cosine schedule has its own.</param>
    /// <param name="betaEnd">β_{T-1}, in [betaStart, 1). Default 0.2. The cosine schedule has its own.</param>
    /// <param name="shape">
    /// How β grows in between: linear, quadratic or cosine. Default quadratic, which spends more of the steps on little noise and
    /// so on fine
    /// detail.
    /// </param>
    /// <exception cref="InvalidInputException">A number is outside its range, or the shape is none of the three.</exception>
    public NoiseSchedule(
        int timesteps = 100, double betaStart = 1e-4, double betaEnd = 0.2, BetaSchedule shape = BetaSchedule.Quadratic)
        : this(Tabulate(timesteps, betaStart, betaEnd, shape), shape, betaStart, betaEnd)
    {
    }

    private NoiseSchedule(double[] betas, BetaSchedule shape, double betaStart, double betaEnd)
    {
        (Timesteps, Shape, BetaStart, BetaEnd) = (betas.Length, shape, betaStart, betaEnd);
        _betas = betas;
        _alphaBars = new double[betas.Length];
        var product = 1.0;
        for (var t = 0; t < betas.Length; t++)
            _alphaBars[t] = product *= 1 - betas[t];
        if (product < SmallestAlphaBar)
        {
            throw new InvalidInputException(string.Create(
                CultureInfo.InvariantCulture,
                $"With diffusion.timesteps {Timesteps} and beta-end {BetaEnd} nothing is left of a point at the last timestep, ᾱ < {SmallestAlphaBar:0e0}; lower one of them."));
        }
    }

    /// <summary>A schedule of one's own.</summary>
    /// <param name="betas">β_t for t = 0 … T - 1, 2 to 10,000 of them, each from 1e-12 up to but not 1.</param>
    /// <exception cref="InvalidInputException">There are too few or too many, one is outside its range, or nothing is left of a
    /// point at the last.</exception>
    public static NoiseSchedule OfBetas(IReadOnlyList<double> betas)
    {
        ArgumentNullException.ThrowIfNull(betas);
        RequireTimesteps(betas.Count);
        foreach (var (t, beta) in betas.Index())
        {
            if (!(beta is >= SmallestBeta and < 1))
            {
                throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                    $"diffusion.betas holds {beta} at place {t + 1}; give numbers from {SmallestBeta:0e0} up to but not 1."));
            }
        }

        return new NoiseSchedule([.. betas], BetaSchedule.Own, betas[0], betas[^1]);
    }

    /// <summary>T.</summary>
    public int Timesteps { get; }

    /// <summary>β_0 as it was asked for.</summary>
    public double BetaStart { get; }

    /// <summary>β_{T-1} as it was asked for.</summary>
    public double BetaEnd { get; }

    /// <summary>How β grows.</summary>
    public BetaSchedule Shape { get; }

    /// <summary>β_t for t = 0 … T - 1.</summary>
    public IReadOnlyList<double> Betas => _betas;

    /// <inheritdoc/>
    public override bool IsDiscrete => true;

    /// <inheritdoc/>
    public override double Least => 0;

    /// <inheritdoc/>
    public override double Most => Timesteps - 1;

    /// <summary>β_t.</summary>
    /// <param name="timestep">t, 0 … T - 1.</param>
    public double Beta(int timestep) => _betas[timestep];

    /// <summary>ᾱ_t; 1 for t = -1. Between two timesteps its logarithm is linear.</summary>
    /// <param name="level">t, -1 … T - 1.</param>
    public override double AlphaBar(double level)
    {
        var below = (int)Math.Floor(level);
        return below == level ? Table(below) : Table(below) * Math.Pow(Table(below + 1) / Table(below), level - below);

        double Table(int t) => t < 0 ? 1 : _alphaBars[t];
    }

    /// <inheritdoc/>
    public override double SignalScale(double level) => Math.Sqrt(AlphaBar(level));

    /// <inheritdoc/>
    public override double NoiseScale(double level) => Math.Sqrt(1 - AlphaBar(level));

    /// <inheritdoc/>
    public override double PointScale(double level) => 1;

    /// <summary>t itself.</summary>
    /// <inheritdoc/>
    public override double Condition(double level) => level;

    /// <inheritdoc/>
    public override double Quantile(double share) => Math.Floor(share * Timesteps);

    /// <inheritdoc/>
    public override double OfSigma(double sigma) =>
        Enumerable.Range(0, Timesteps).MinBy(t => Math.Abs(Math.Log(Sigma(t) / sigma)));

    /// <inheritdoc/>
    public override void Require(double level)
    {
        if (!(level >= 0 && level <= Timesteps - 1))
        {
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                $"The timestep is {level}; give 0 to {Timesteps - 1}, those the model was trained on."));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Spread(int most) => Timesteps <= most
        ? [.. Enumerable.Range(0, Timesteps).Select(t => (double)t)]
        : [.. Enumerable.Range(0, most).Select(i => Math.Round((double)i * (Timesteps - 1) / (most - 1)))];

    /// <summary>Whether two schedules have the same β at every timestep.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(NoiseSchedule? other) => other is not null && _betas.AsSpan().SequenceEqual(other._betas);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Timesteps, _betas[0], _betas[^1]);

    /// <inheritdoc/>
    public override void Draw(RandomStream stream, Span<double> levels)
    {
        for (var row = 0; row < levels.Length; row++)
            levels[row] = stream.Below((ulong)row, Timesteps);
    }

    private static double[] Tabulate(int timesteps, double betaStart, double betaEnd, BetaSchedule shape)
    {
        RequireTimesteps(timesteps);
        if (shape is not (BetaSchedule.Linear or BetaSchedule.Quadratic or BetaSchedule.Cosine))
        {
            throw new InvalidInputException(
                $"diffusion.schedule is {shape}; choose linear, quadratic or cosine, or give a list of betas.");
        }

        if (!(betaStart >= SmallestBeta && betaStart <= betaEnd && betaEnd < 1))
        {
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                $"diffusion.beta-start is {betaStart} and beta-end {betaEnd}; give {SmallestBeta:0e0} ≤ start ≤ end < 1."));
        }

        var betas = new double[timesteps];
        for (var t = 0; t < timesteps; t++)
        {
            var share = (double)t / (timesteps - 1);
            betas[t] = shape switch
            {
                BetaSchedule.Linear => betaStart + share * (betaEnd - betaStart),
                BetaSchedule.Quadratic => Math.Pow(Math.Sqrt(betaStart) + share * (Math.Sqrt(betaEnd) - Math.Sqrt(betaStart)), 2),
                _ => Cosine(t, timesteps),
            };
        }

        return betas;
    }

    private static double Cosine(int t, int timesteps)
    {
        const double Offset = 0.008, Largest = 0.999;
        return Math.Min(1 - Remaining(t + 1) / Remaining(t), Largest);

        double Remaining(double at) => Math.Pow(Math.Cos((at / timesteps + Offset) / (1 + Offset) * Math.PI / 2), 2);
    }

    private static void RequireTimesteps(int timesteps)
    {
        if (timesteps is < 2 or > MostTimesteps)
            throw new InvalidInputException($"diffusion.timesteps is {timesteps}; give 2 to {MostTimesteps}.");
    }
}
