namespace DualScale.Diffusion;

/// <summary>
/// DPM-Solver++(2M) (Lu et al. 2022, algorithm 2): with λ = ln(a/s) and h the step in λ, x ← (s'/s)·x - a'·(e⁻ʰ - 1)·D, where D
/// extrapolates the predicted clean points of this step and the one before to the middle of the step. One network call a step;
/// the last goes to x̂₀.
/// </summary>
public sealed record DpmSolverSampler : Sampler
{
    /// <inheritdoc/>
    protected internal override void Draw(SamplingTile tile)
    {
        ArgumentNullException.ThrowIfNull(tile);
        var (levels, path) = (tile.Levels, tile.Path);
        var x = tile.X;
        var before = new float[x.Length];
        var strideBefore = 0.0;
        for (var i = 0; i + 1 < path.Count; i++)
        {
            var stride = Math.Log(levels.Sigma(path[i]) / levels.Sigma(path[i + 1]));
            var ratio = levels.NoiseScale(path[i + 1]) / levels.NoiseScale(path[i]);
            var ofClean = -levels.SignalScale(path[i + 1]) * (Math.Exp(-stride) - 1);
            var extrapolation = i == 0 ? 0 : stride / (2 * strideBefore);
            var clean = tile.Denoise(i);
            for (var at = 0; at < x.Length; at++)
                x[at] = (float)(ratio * x[at] + ofClean * ((1 + extrapolation) * clean[at] - extrapolation * before[at]));
            clean.CopyTo(before);
            strideBefore = stride;
        }

        tile.Denoise(path.Count - 1).CopyTo(x);
    }
}
