using System.Collections.Concurrent;
using DualScale.Numerics;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>The exact x̂₀ of noisy rows of a normal law given some of their columns, computed in plain code.</summary>
/// <param name="graph">The graph.</param>
/// <param name="x">x/√(1 + σ²), and what is given clean.</param>
/// <param name="mask">1 where a column is given.</param>
/// <param name="level">99·ln(σ/least)/ln(most/least).</param>
/// <param name="law">The law.</param>
/// <param name="bounds">Least and most σ.</param>
internal sealed class NormalPosterior(
    Graph graph, Node x, Node mask, Node level, NormalLaw law, (double Least, double Most) bounds)
    : Node(graph, Domain.Batch, x.Width, x, mask, level)
{
    private readonly ConcurrentDictionary<(int, float), (int[] Free, int[] Known, double[,] Weights, double[,] Gain)> _laws = [];

    internal override void Forward<T>(Frame<T> frame)
    {
        var (points, masks, levels, y) =
            (frame.Value(Inputs[0]), frame.Value(Inputs[1]), frame.Value(Inputs[2]), frame.Value(this));
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
