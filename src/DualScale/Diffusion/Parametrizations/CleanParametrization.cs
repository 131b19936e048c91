namespace DualScale.Diffusion;

/// <summary>F = x₀ (Ho, Jain and Abbeel 2020, section 3.2): ε̂ = (x - a·F)/s.</summary>
public sealed record CleanParametrization : Parametrization
{
    /// <inheritdoc/>
    public override (double Clean, double Noise) Target(NoiseLevels levels, double level) => (1, 0);

    /// <inheritdoc/>
    public override (double Point, double Output) Clean(NoiseLevels levels, double level) => (0, 1);
}
