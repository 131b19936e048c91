using System.Collections.Concurrent;
using DualScale.Numerics.Operations;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>
/// The exact x̂₀ of noisy rows of a normal law given some of their columns, computed in plain code. Its inputs are x/√(1 + σ²)
/// with what is given clean, a mask of 1 where a column is given, and 99·ln(σ/least)/ln(most/least).
/// </summary>
/// <param name="law">The law.</param>
/// <param name="bounds">Least and most σ.</param>
internal sealed class NormalPosterior(NormalLaw law, (double Least, double Most) bounds) : Operation
{
    private readonly ConcurrentDictionary<(int, float), (int[] Free, int[] Known, double[,] Weights, double[,] Gain)> _laws = [];

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward<T>(Frame<T> frame)
    {
        var (points, masks, levels, y) = (frame.Input(0), frame.Input(1), frame.Input(2), frame.Result);
        for (var row = 0; row < y.Count; row++)
        {
            var told = float.CreateTruncating(levels[row][0]);
            var sigma = bounds.Least * Math.Pow(bounds.Most / bounds.Least, told / 99.0);
            bool[] given = [.. masks[row].ToArray().Select(value => value != T.Zero)];
            var (free, known, weights, gain) =
                _laws.GetOrAdd((given.Select((isGiven, i) => isGiven ? 1 << i : 0).Sum(), told), _ => Law(given, sigma));
            var (mean, off) = (new double[free.Length], new double[free.Length]);
            for (var i = 0; i < free.Length; i++)
            {
                for (var k = 0; k < known.Length; k++)
                    mean[i] += weights[i, k] * double.CreateTruncating(points[row][known[k]]);
                off[i] = Math.Sqrt(1 + sigma * sigma) * double.CreateTruncating(points[row][free[i]]) - mean[i];
            }

            y[row].Clear();
            for (var i = 0; i < free.Length; i++)
            {
                for (var j = 0; j < free.Length; j++)
                    mean[i] += gain[i, j] * off[j];
                y[row][free[i]] = T.CreateTruncating(mean[i]);
            }
        }
    }

    private (int[], int[], double[,], double[,]) Law(bool[] given, double sigma)
    {
        var (weights, covariance) = law.Regression(given);
        return ([.. NormalLaw.Places(given, false)], [.. NormalLaw.Places(given, true)], weights,
            NormalLaw.Gain(covariance, sigma));
    }
}
