namespace DualScale.Diffusion;

/// <summary>
/// Euler's step past the next level σ' down to σ_down, and fresh noise up to σ' again: σ_up = η·σ'·√(1 - σ'²/σ²) and σ_down² =
/// σ'² - σ_up² (Song et al. 2021, appendix F, for variance exploding noise). DDIM with the same η, written in σ.
/// </summary>
public sealed record AncestralEulerSampler : LinearSampler
{
    /// <summary>η, how much is renewed, 0 to 1: nothing at 0, as DDPM does at 1, the default.</summary>
    [OptionRange(0, 1)]
    public double Eta { get; init; } = 1;

    /// <inheritdoc/>
    protected internal override (double Point, double Noise, double Random) Step(NoiseLevels levels, double level, double next)
    {
        var (bar, barNext) = (levels.AlphaBar(level), levels.AlphaBar(next));
        var (sigma, sigmaNext) = (levels.Sigma(level), levels.Sigma(next));
        var up = Eta * sigmaNext * Math.Sqrt(1 - Math.Pow(sigmaNext / sigma, 2));
        var down = Math.Sqrt(sigmaNext * sigmaNext - up * up);
        var a = Math.Sqrt(barNext);
        return (a / Math.Sqrt(bar), a * (down - sigma), a * up);
    }
}
