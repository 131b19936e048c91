using DualScale.Data;
using DualScale.Numerics;

namespace DualScale.Evaluation;

/// <summary>
/// The k-nearest-neighbour estimate of the Kullback-Leibler divergence that the papers report (docs/models.md, section 7; Wang, Kulkarni,
/// Verdú 2009), with the Chebyshev distance, in bits.
/// </summary>
public static class KlDivergence
{
    /// <summary>
    /// Distances below this count as this. Only repeated rows come so near; they would otherwise have the logarithm of zero.
    /// </summary>
    public const float SmallestDistance = 1e-30f;

    private const int ChunkRows = 512;

    /// <summary>Estimates both directions.</summary>
    /// <param name="real">P, [n, columns].</param>
    /// <param name="generated">Q, [m, columns].</param>
    /// <param name="k">The neighbour, at least 1. Default 5.</param>
    /// <param name="threads">Threads; 0, the default, takes one for each core. The result does not depend on it.</param>
    /// <exception cref="InvalidInputException">The columns differ in number, or either set has not more than k rows.</exception>
    public static Divergence Estimate(PointSet real, PointSet generated, int k = 5, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        if (real.Columns != generated.Columns)
            throw new InvalidInputException($"The real points have {real.Columns} columns and the generated {generated.Columns}; compare tables of equal width.");
        if (k < 1)
            throw new InvalidInputException($"k is {k}; give at least 1.");
        if (real.Count <= k || generated.Count <= k)
            throw new InvalidInputException($"There are {real.Count} real and {generated.Count} generated points; the estimate with k = {k} needs more than {k} of each.");

        using var team = new ThreadTeam(threads == 0 ? Environment.ProcessorCount : threads);
        var trees = new KdTree[2];
        var queue = new WorkQueue();
        queue.Reset(2);
        team.Run(_ =>
        {
            while (queue.TryTake(out var i))
                trees[i] = new KdTree((i == 0 ? real : generated).Values.Span, real.Columns);
        });
        var ofReal = MeanLogDistances(real, trees[0], trees[1], k, team);
        var ofGenerated = MeanLogDistances(generated, trees[1], trees[0], k, team);
        return new Divergence(
            Bits(ofReal, real.Count, generated.Count, real.Columns), Bits(ofGenerated, generated.Count, real.Count, real.Columns));
    }

    // [log(m / (n - 1)) + d · (mean log ν_k - mean log ρ_k)] / log 2
    private static double Bits((double Own, double Other) meanLog, int n, int m, int d) =>
        (Math.Log((double)m / (n - 1)) + d * (meanLog.Other - meanLog.Own)) / Math.Log(2);

    private static (double Own, double Other) MeanLogDistances(PointSet points, KdTree own, KdTree other, int k, ThreadTeam team)
    {
        var sums = new (double Own, double Other)[(points.Count + ChunkRows - 1) / ChunkRows];
        var queue = new WorkQueue();
        queue.Reset(sums.Length);
        team.Run(_ =>
        {
            var nearest = new float[k];
            while (queue.TryTake(out var chunk))
            {
                var (ofOwn, ofOther) = (0.0, 0.0);
                foreach (var row in own.Order.Slice(chunk * ChunkRows, Math.Min(ChunkRows, points.Count - chunk * ChunkRows)))
                {
                    ofOwn += Log(own.KthDistance(points[row], nearest, row));
                    ofOther += Log(other.KthDistance(points[row], nearest, -1));
                }

                sums[chunk] = (ofOwn, ofOther);
            }
        });
        return (sums.Sum(sum => sum.Own) / points.Count, sums.Sum(sum => sum.Other) / points.Count);
    }

    private static double Log(float distance) => Math.Log(Math.Max(distance, SmallestDistance));
}
