using DualScale.Diffusion;

namespace OwnParts;

/// <summary>
/// A sampler of one's own, the midpoint rule in ln σ (DPM-Solver-2, Lu et al. 2022): with y = x/a and σ = s/a, half a step along
/// the flow dy/dσ = ε̂ to a level between two of the path, and from the start a whole one with the noise that is found there.
/// </summary>
internal sealed record MidpointSampler : Sampler
{
    protected override IReadOnlyList<double> Queries(NoiseLevels levels, IReadOnlyList<double> path) =>
        [.. path.Zip(path.Skip(1), (from, to) => new[] { from, Between(levels, from, to) }).SelectMany(pair => pair), path[^1]];

    protected override void Draw(SamplingTile tile)
    {
        var start = new float[tile.X.Length];
        for (var i = 0; i + 1 < tile.Path.Count; i++)
        {
            var (from, to) = (tile.Path[i], tile.Path[i + 1]);
            var middle = Between(tile.Levels, from, to);
            tile.X.CopyTo(start);
            Move(tile, start, from, middle, tile.PredictNoise(2 * i));
            Move(tile, start, from, to, tile.PredictNoise(2 * i + 1));
        }

        tile.Denoise(2 * (tile.Path.Count - 1)).CopyTo(tile.X);
    }

    private static double Between(NoiseLevels levels, double from, double to) =>
        levels.OfSigma(Math.Sqrt(levels.Sigma(from) * levels.Sigma(to)));

    private static void Move(SamplingTile tile, float[] start, double from, double to, ReadOnlySpan<float> noise)
    {
        var (a, ratio) = (tile.Levels.SignalScale(to), tile.Levels.SignalScale(to) / tile.Levels.SignalScale(from));
        var step = a * (tile.Levels.Sigma(to) - tile.Levels.Sigma(from));
        for (var at = 0; at < start.Length; at++)
            tile.X[at] = (float)(ratio * start[at] + step * noise[at]);
    }
}
