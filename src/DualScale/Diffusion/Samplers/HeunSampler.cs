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
        var (levels, path) = (tile.Levels, tile.Path);
        var x = tile.X;
        var (start, slope) = (new float[x.Length], new float[x.Length]);
        for (var i = 0; i + 1 < path.Count; i++)
        {
            var (ratio, stride) = (levels.SignalScale(path[i + 1]) / levels.SignalScale(path[i]),
                levels.Sigma(path[i + 1]) - levels.Sigma(path[i]));
            var step = stride * levels.SignalScale(path[i + 1]);
            x.CopyTo(start);
            tile.PredictNoise(i).CopyTo(slope);
            for (var at = 0; at < x.Length; at++)
                x[at] = (float)(ratio * start[at] + step * slope[at]);
            var next = tile.PredictNoise(i + 1);
            for (var at = 0; at < x.Length; at++)
                x[at] = (float)(ratio * start[at] + step * 0.5 * (slope[at] + next[at]));
        }

        tile.Denoise(path.Count - 1).CopyTo(x);
    }
}
