namespace DualScale.Diffusion;

/// <summary>
/// Euler's first-order steps along the probability-flow ODE dy/dσ = ε̂(y, σ) of y = x/a with σ = s/a (Karras et al. 2022, section
/// 2): DDIM without fresh noise, written in σ.
/// </summary>
public sealed record EulerSampler : LinearSampler
{
    /// <inheritdoc/>
    protected internal override (double Point, double Noise, double Random) Step(NoiseLevels levels, double level, double next)
    {
        var (bar, barNext) = (levels.AlphaBar(level), levels.AlphaBar(next));
        var a = Math.Sqrt(barNext);
        return (a / Math.Sqrt(bar), a * (levels.Sigma(next) - levels.Sigma(level)), 0);
    }
}
