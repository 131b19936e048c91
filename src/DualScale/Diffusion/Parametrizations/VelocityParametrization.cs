namespace DualScale.Diffusion;

/// <summary>
/// F = v = a·ε - s·x₀ with a² + s² = 1 (Salimans and Ho 2022, appendix D): x̂₀ = a·x - s·F. Where a² + s² is another number, a, s
/// and x are divided by its root.
/// </summary>
public sealed record VelocityParametrization : Parametrization
{
    /// <inheritdoc/>
    public override (double Clean, double Noise) Target(NoiseLevels levels, double level)
    {
        var (a, s, _) = Normalized(levels, level);
        return (-s, a);
    }

    /// <inheritdoc/>
    public override (double Point, double Output) Clean(NoiseLevels levels, double level)
    {
        var (a, s, scale) = Normalized(levels, level);
        return (a / scale, -s);
    }

    /// <inheritdoc/>
    public override (double Point, double Output) Noise(NoiseLevels levels, double level)
    {
        var (a, s, scale) = Normalized(levels, level);
        return (s / scale, a);
    }

    private static (double A, double S, double Scale) Normalized(NoiseLevels levels, double level)
    {
        ArgumentNullException.ThrowIfNull(levels);
        var scale = levels.PointScale(level);
        return (levels.SignalScale(level) / scale, levels.NoiseScale(level) / scale, scale);
    }
}
