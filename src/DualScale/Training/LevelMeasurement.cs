using DualScale.Diffusion;

namespace DualScale.Training;

/// <summary>
/// How unsure the network is at each noise level, in bins of ln σ, and the density of levels that follows from it: a quarter of
/// the draws are even, the others are where it is unsure (docs/scale-space.md). What it holds is part of a checkpoint.
/// </summary>
internal sealed class LevelMeasurement
{
    private const double Memory = 0.98;
    private const double EvenShare = 0.25;
    private const int SmoothingPasses = 6;

    private readonly ContinuousLevels _levels;

    public LevelMeasurement(ContinuousLevels levels, MeasuredDensity density)
    {
        _levels = levels;
        (Errors, Draws) = (new float[density.Shares.Count], new float[density.Shares.Count]);
    }

    /// <summary>Sums of squared errors and numbers of draws in each bin, the older the less.</summary>
    public float[] Errors { get; }

    public float[] Draws { get; }

    /// <summary>Takes in the errors of a batch.</summary>
    /// <param name="levels">σ of each row.</param>
    /// <param name="errors">The squared error of each row.</param>
    public void Add(ReadOnlySpan<double> levels, ReadOnlySpan<double> errors)
    {
        for (var bin = 0; bin < Errors.Length; bin++)
        {
            Errors[bin] *= (float)Memory;
            Draws[bin] *= (float)Memory;
        }

        var span = Math.Log(_levels.SigmaMax / _levels.SigmaMin);
        for (var row = 0; row < levels.Length; row++)
        {
            var share = Math.Log(levels[row] / _levels.SigmaMin) / span;
            var bin = Math.Clamp((int)(Errors.Length * share), 0, Errors.Length - 1);
            Errors[bin] += (float)errors[row];
            Draws[bin]++;
        }
    }

    /// <summary>The levels with the density as it follows now; null where a bin was never drawn, or too long ago.</summary>
    public ContinuousLevels? Measured()
    {
        if (Draws.Any(draws => draws < 1e-3f))
            return null;
        var curve = Smooth([.. Errors.Zip(Draws, (error, draws) => (double)error / draws)]);
        var total = curve.Sum();
        if (!(total > 0 && double.IsFinite(total)))
            return null;
        double[] shares = [.. curve.Select(error => EvenShare / curve.Length + (1 - EvenShare) * error / total)];
        return new ContinuousLevels(_levels.SigmaMin, _levels.SigmaMax, new MeasuredDensity(shares));
    }

    private static double[] Smooth(double[] curve)
    {
        for (var pass = 0; pass < SmoothingPasses; pass++)
        {
            var rough = curve;
            curve = [.. rough.Select((value, i) =>
                (rough[Math.Max(i - 1, 0)] + 2 * value + rough[Math.Min(i + 1, rough.Length - 1)]) / 4)];
        }

        return curve;
    }
}
