namespace DualScale.Diffusion;

/// <summary>
/// DDIM (Song, Meng, Ermon 2021, equation 12): x ← √ᾱ_s·x̂_0 + √(1 - ᾱ_s - σ²)·ε + σ·z, s the next level down.
/// </summary>
public sealed record DdimSampler : LinearSampler
{
    /// <summary>η, the share of DDPM's randomness in σ, 0 to 1. Default 0: deterministic.</summary>
    [OptionRange(0, 1)]
    public double Eta { get; init; }

    /// <inheritdoc/>
    protected internal override (double Point, double Noise, double Random) Step(NoiseLevels levels, double level, double next)
    {
        var (bar, barNext) = (levels.AlphaBar(level), levels.AlphaBar(next));
        var sigma = Eta * Math.Sqrt((1 - barNext) / (1 - bar) * (1 - bar / barNext));
        var ofClean = Math.Sqrt(barNext);
        var ofNoise = Math.Sqrt(Math.Max(0, 1 - barNext - sigma * sigma));
        return (ofClean / Math.Sqrt(bar), ofNoise - ofClean * Math.Sqrt(1 / bar - 1), sigma);
    }
}
