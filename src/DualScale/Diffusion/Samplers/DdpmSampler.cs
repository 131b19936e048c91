namespace DualScale.Diffusion;

/// <summary>
/// The ancestral sampler of DDPM (docs/models.md, section 2). With fewer steps than timesteps β is taken over the whole stride.
/// </summary>
public sealed record DdpmSampler : LinearSampler
{
    private const double SmallestVariance = 1e-20;

    /// <inheritdoc/>
    protected internal override (double Point, double Noise, double Random) Step(NoiseLevels levels, double level, double next)
    {
        var (bar, barNext) = (levels.AlphaBar(level), levels.AlphaBar(next));
        var alpha = bar / barNext;
        var beta = 1 - alpha;
        var ofClean = beta * Math.Sqrt(barNext) / (1 - bar);
        var ofPoint = (1 - barNext) * Math.Sqrt(alpha) / (1 - bar);
        var variance = Math.Max(beta * (1 - barNext) / (1 - bar), SmallestVariance);

        // mean = ofClean·x̂_0 + ofPoint·x with x̂_0 = x/√ᾱ - √(1/ᾱ - 1)·ε.
        return (ofClean / Math.Sqrt(bar) + ofPoint, -ofClean * Math.Sqrt(1 / bar - 1),
            next == levels.None ? 0 : Math.Sqrt(variance));
    }
}
