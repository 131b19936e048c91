namespace DualScale.Diffusion;

/// <summary>
/// Heun's second-order steps along the probability-flow ODE dy/dσ = ε̂(y, σ) of y = x/a with σ = s/a (Karras et al. 2022,
/// algorithm 1): two network calls a step, one in the last, which goes to x̂₀.
/// </summary>
public sealed record HeunSampler : Sampler
{
    /// <inheritdoc/>
    protected internal override void Draw(SamplingTile tile)
    {
        ArgumentNullException.ThrowIfNull(tile);
        var (path, step) = (tile.Path, new HeunStep(tile));
        for (var i = 0; i + 1 < path.Count; i++)
            step.Take(i, path[i], i + 1, path[i + 1]);
        tile.Denoise(path.Count - 1).CopyTo(tile.X);
    }
}
