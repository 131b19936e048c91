using DualScale.Diffusion;

namespace DualScale.Runs.Configuration;

/// <summary>The noise a model is trained on.</summary>
public sealed record DiffusionOptions
{
    /// <summary>T, 2 to 10,000, and not so many that ᾱ_{T-1} falls below 1e-300. Default 100.</summary>
    public int Timesteps { get; init; } = 100;

    /// <summary>β at t = 0, above 0 and at most the last one. Default 1e-4.</summary>
    public double BetaStart { get; init; } = 1e-4;

    /// <summary>
    /// β at t = T - 1, below 1. Default 0.2: together with the other defaults, x_{T-1} is then as good as pure noise, which is where
    /// sampling starts. The papers' 0.02 leaves ᾱ = 0.364 there and starts the sampler off its distribution.
    /// </summary>
    public double BetaEnd { get; init; } = 0.2;

    /// <summary>How β grows. Default quadratic, which spends more of the steps on little noise and so on fine detail; the papers' is linear.</summary>
    public BetaSchedule Schedule { get; init; } = BetaSchedule.Quadratic;

    /// <summary>The table of these numbers.</summary>
    /// <exception cref="InvalidInputException">A number is outside its range.</exception>
    public NoiseSchedule ToSchedule() => new(Timesteps, BetaStart, BetaEnd, Schedule);
}
