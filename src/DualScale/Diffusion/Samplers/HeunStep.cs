namespace DualScale.Diffusion;

/// <summary>One step of Heun's trapezoid along dy/dσ = ε̂(y, σ) of y = x/a with σ = s/a: two network calls.</summary>
internal sealed class HeunStep(SamplingTile tile)
{
    private readonly float[] _start = new float[tile.X.Length], _slope = new float[tile.X.Length];

    /// <summary>Takes the points from the level of one query to that of another.</summary>
    public void Take(int from, double level, int to, double next)
    {
        var levels = tile.Levels;
        var ratio = levels.SignalScale(next) / levels.SignalScale(level);
        var step = (levels.Sigma(next) - levels.Sigma(level)) * levels.SignalScale(next);
        var x = tile.X;
        x.CopyTo(_start);
        tile.PredictNoise(from).CopyTo(_slope);
        for (var at = 0; at < x.Length; at++)
            x[at] = (float)(ratio * _start[at] + step * _slope[at]);
        var slope = tile.PredictNoise(to);
        for (var at = 0; at < x.Length; at++)
            x[at] = (float)(ratio * _start[at] + step * 0.5 * (_slope[at] + slope[at]));
    }
}
