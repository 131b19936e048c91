using System.Globalization;

namespace DualScale.Diffusion;

/// <summary>
/// The noise of T discrete timesteps t = 0 … T - 1 (docs/models.md, section 2): α = 1 - β, ᾱ_t = α_0·…·α_t. A table, and immutable.
/// </summary>
public sealed class NoiseSchedule
{
    private const int MostTimesteps = 10_000;
    private const double SmallestAlphaBar = 1e-300;

    private readonly double[] _betas;
    private readonly double[] _alphaBars;

    /// <summary>
    /// Tabulates a schedule. With the defaults x_{T-1} is as good as pure noise, which is where sampling starts; the papers' linear one
    /// up to 0.02 leaves ᾱ = 0.364 there and starts the sampler off its distribution.
    /// </summary>
    /// <param name="timesteps">T, 2 to 10,000, and not so many that ᾱ_{T-1} falls below 1e-300. Default 100.</param>
    /// <param name="betaStart">β_0, in (0, 1). Default 1e-4.</param>
    /// <param name="betaEnd">β_{T-1}, in [betaStart, 1). Default 0.2.</param>
    /// <param name="shape">How β grows in between. Default quadratic, which spends more of the steps on little noise and so on fine detail.</param>
    /// <exception cref="InvalidInputException">A number is outside its range.</exception>
    public NoiseSchedule(int timesteps = 100, double betaStart = 1e-4, double betaEnd = 0.2, BetaSchedule shape = BetaSchedule.Quadratic)
    {
        if (timesteps is < 2 or > MostTimesteps)
            throw new InvalidInputException($"diffusion.timesteps is {timesteps}; give 2 to {MostTimesteps}.");
        if (!(betaStart > 0 && betaStart <= betaEnd && betaEnd < 1))
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture, $"diffusion.beta-start is {betaStart} and beta-end {betaEnd}; give 0 < start ≤ end < 1."));
        Timesteps = timesteps;
        BetaStart = betaStart;
        BetaEnd = betaEnd;
        Shape = shape;
        _betas = new double[timesteps];
        _alphaBars = new double[timesteps];
        var product = 1.0;
        for (var t = 0; t < timesteps; t++)
        {
            var share = (double)t / (timesteps - 1);
            _betas[t] = shape == BetaSchedule.Linear
                ? betaStart + share * (betaEnd - betaStart)
                : Math.Pow(Math.Sqrt(betaStart) + share * (Math.Sqrt(betaEnd) - Math.Sqrt(betaStart)), 2);
            _alphaBars[t] = product *= 1 - _betas[t];
        }

        if (product < SmallestAlphaBar)
        {
            throw new InvalidInputException(
                $"With diffusion.timesteps {timesteps} and beta-end {betaEnd.ToString(CultureInfo.InvariantCulture)} nothing is left of a point at the last timestep, ᾱ < {SmallestAlphaBar:0e0}; lower one of them.");
        }
    }

    /// <summary>T.</summary>
    public int Timesteps { get; }

    /// <summary>β_0.</summary>
    public double BetaStart { get; }

    /// <summary>β_{T-1}.</summary>
    public double BetaEnd { get; }

    /// <summary>How β grows.</summary>
    public BetaSchedule Shape { get; }

    /// <summary>β_t.</summary>
    public double Beta(int timestep) => _betas[timestep];

    /// <summary>ᾱ_t; 1 for t = -1.</summary>
    public double AlphaBar(int timestep) => timestep < 0 ? 1 : _alphaBars[timestep];

    internal bool SameAs(NoiseSchedule other) =>
        (Timesteps, BetaStart, BetaEnd, Shape) == (other.Timesteps, other.BetaStart, other.BetaEnd, other.Shape);

    /// <summary>√ᾱ_t, the share of the point that is left in x_t.</summary>
    public double SignalScale(int timestep) => Math.Sqrt(AlphaBar(timestep));

    /// <summary>√(1 - ᾱ_t), the standard deviation of the noise in x_t.</summary>
    public double NoiseScale(int timestep) => Math.Sqrt(1 - AlphaBar(timestep));
}
