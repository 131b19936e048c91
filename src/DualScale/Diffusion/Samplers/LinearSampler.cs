using System.Globalization;

namespace DualScale.Diffusion;

/// <summary>
/// A sampler whose every step is linear in the point, the predicted noise and fresh noise, and asks the network once.
/// </summary>
public abstract record LinearSampler : Sampler
{
    /// <summary>One step: x ← Point·x + Noise·ε̂ + Random·z.</summary>
    /// <param name="levels">The levels the model was trained on, as if a² + s² were 1.</param>
    /// <param name="level">The level of x.</param>
    /// <param name="next">The level to go to; <see cref="NoiseLevels.None"/> from the last.</param>
    protected internal abstract (double Point, double Noise, double Random) Step(NoiseLevels levels, double level, double next);

    /// <summary>Whether fresh noise is multiplied by √α(x, t) of the noise grid.</summary>
    protected virtual bool ScalesByGrid => false;

    /// <inheritdoc/>
    protected internal override void Draw(SamplingTile tile)
    {
        ArgumentNullException.ThrowIfNull(tile);
        var random = new float[tile.X.Length];
        for (var i = 0; i < tile.Path.Count; i++)
        {
            var (level, next) = (tile.Path[i], i + 1 < tile.Path.Count ? tile.Path[i + 1] : tile.Levels.None);
            var (ofPoint, ofNoise, ofRandom) = Step(tile.Levels, level, next);
            var (scale, nextScale) = (tile.Levels.PointScale(level), tile.Levels.PointScale(next));
            var (point, output, spread) =
                ((float)(ofPoint * (nextScale / scale)), (float)(ofNoise * nextScale), (float)(ofRandom * nextScale));
            if (!float.IsFinite(point) || !float.IsFinite(output))
            {
                throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                    $"sampling.steps is {tile.Path.Count}, and step {i + 1} of them is wider than this schedule bears; take more steps."));
            }

            var noise = tile.PredictNoise(i);
            if (ofRandom > 0)
                tile.FillNormal(i, random);
            var x = tile.X;
            for (var at = 0; at < x.Length; at++)
            {
                x[at] = point * x[at] + output * noise[at];
                if (ofRandom > 0)
                {
                    x[at] += (ScalesByGrid ? spread * MathF.Sqrt(Math.Max(0, tile.NoiseFactor[at / tile.Columns])) : spread) *
                        random[at];
                }
            }
        }
    }
}
