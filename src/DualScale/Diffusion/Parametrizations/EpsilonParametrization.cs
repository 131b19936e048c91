namespace DualScale.Diffusion;

/// <summary>F = ε, as in the papers: x̂₀ = (x - s·F)/a.</summary>
public sealed record EpsilonParametrization : Parametrization
{
    /// <inheritdoc/>
    public override (double Clean, double Noise) Target(NoiseLevels levels, double level) => (0, 1);

    /// <inheritdoc/>
    public override (double Point, double Output) Clean(NoiseLevels levels, double level)
    {
        ArgumentNullException.ThrowIfNull(levels);
        var a = levels.SignalScale(level);
        return (1 / a, -levels.NoiseScale(level) / a);
    }

    /// <inheritdoc/>
    public override (double Point, double Output) Noise(NoiseLevels levels, double level) => (0, 1);
}
