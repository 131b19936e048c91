using DualScale.Diffusion;

namespace OwnParts;

/// <summary>
/// A sampler of one's own, the ancestral Euler step: with y = x/a and σ = s/a, from σ along the flow dy/dσ = ε̂ down to σ'²/σ,
/// and then with fresh noise back up to σ'.
/// </summary>
internal sealed record RenewingSampler : Sampler
{
    protected override void Draw(SamplingTile tile)
    {
        var (levels, path) = (tile.Levels, tile.Path);
        var fresh = new float[tile.X.Length];
        for (var i = 0; i + 1 < path.Count; i++)
        {
            var (sigma, next) = (levels.Sigma(path[i]), levels.Sigma(path[i + 1]));
            var down = next * next / sigma;
            var up = Math.Sqrt(next * next - down * down);
            var (a, ratio) = (levels.SignalScale(path[i + 1]), levels.SignalScale(path[i + 1]) / levels.SignalScale(path[i]));
            var noise = tile.PredictNoise(i);
            tile.FillNormal(i, fresh);
            for (var at = 0; at < fresh.Length; at++)
                tile.X[at] = (float)(ratio * tile.X[at] + a * ((down - sigma) * noise[at] + up * fresh[at]));
        }

        tile.Denoise(path.Count - 1).CopyTo(tile.X);
    }
}
