namespace DualScale.Diffusion;

/// <summary>
/// Third-order multistep along the angle θ = arctan σ: z = x/√(a² + s²) = cos θ·x₀ + sin θ·ε turns with the velocity v = dz/dθ =
/// (cos θ·z - x̂₀)/sin θ (Salimans and Ho 2022, appendix D), which is 0 for normal data, so that noise is led exactly as far as
/// the data look normal. v of the levels before extrapolates it through the step (Adams and Bashforth, with steps that differ),
/// also through the last one, to no noise, by second order. One network call a step.
/// </summary>
public sealed record AngularSampler : Sampler
{
    /// <inheritdoc/>
    protected override LevelSpacing ContinuousSpacing => LevelSpacing.Scales;

    /// <inheritdoc/>
    protected internal override void Draw(SamplingTile tile)
    {
        ArgumentNullException.ThrowIfNull(tile);
        var (levels, path) = (tile.Levels, tile.Path);
        var x = tile.X;
        var (velocity, slope) = (new double[x.Length], new double[x.Length]);
        var (before, beforeThat, turns) = (0.0, 0.0, 0);
        for (var i = 0; i < path.Count; i++)
        {
            var last = i + 1 == path.Count;
            var clean = tile.Denoise(i);
            if (last && ClipToData)
            {
                clean.CopyTo(x);
                return;
            }

            var (angle, scale) = (Math.Atan(levels.Sigma(path[i])), levels.PointScale(path[i]));
            var (next, nextScale) = last ? (0, 1) : (Math.Atan(levels.Sigma(path[i + 1])), levels.PointScale(path[i + 1]));
            var (cosine, sine, step) = (Math.Cos(angle), Math.Sin(angle), next - angle);

            // Newton's polynomial through the last three velocities, integrated over the step. Levels of so much noise that their
            // angles are one number say nothing of how the velocity changes.
            var isTurn = turns == 0 || angle != before;
            var ofSlope = turns == 0 ? 0 : step * step / 2;
            var ofCurve = turns < 2 || last || !isTurn ? 0 : step * step * (step / 3 + (angle - before) / 2);
            for (var at = 0; at < x.Length; at++)
            {
                var z = x[at] / scale;
                var v = (cosine * z - clean[at]) / sine;
                var slopeNow = turns == 0 ? 0 : !isTurn ? slope[at] : (v - velocity[at]) / (angle - before);
                var curve = turns < 2 || !isTurn ? 0 : (slopeNow - slope[at]) / (angle - beforeThat);
                x[at] = (float)(nextScale * (z + step * v + ofSlope * slopeNow + ofCurve * curve));
                (velocity[at], slope[at]) = (v, slopeNow);
            }

            if (isTurn)
                (before, beforeThat, turns) = (angle, before, turns + 1);
        }
    }
}
