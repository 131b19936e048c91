using System.Runtime.Intrinsics;
using DualScale.Numerics;
using DualScale.Tables;

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
    /// <exception cref="InvalidInputException">The columns differ in number, or either set has not more than k rows or a value that is not finite.</exception>
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

        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        RequireFinite(real, "real");
        RequireFinite(generated, "generated");

        using var team = new ThreadTeam(threads == 0 ? Environment.ProcessorCount : threads);
        var (p, q) = (new KdTree(real.Values, real.Columns, team), new KdTree(generated.Values, real.Columns, team));
        var ((forward, repeatedReal), (reverse, repeatedGenerated)) = (Bits(p, q, k, team), Bits(q, p, k, team));
        return new Divergence(forward, reverse, Math.Max((double)repeatedReal / p.Count, (double)repeatedGenerated / q.Count));
    }

    private static void RequireFinite(PointSet points, string which)
    {
        if (points.IndexOfNotFinite() is var row and >= 0)
            throw new InvalidInputException($"Row {row + 1} of the {which} points holds a number that is not finite; there is no distance to it, so leave it out.");
    }

    // [log(m / (n - 1)) + d · (mean log ν_k - mean log ρ_k)] / log 2
    private static (double Bits, int Repeated) Bits(KdTree p, KdTree q, int k, ThreadTeam team)
    {
        var (rho, nu, repeated) = MeanLogDistances(p, q, k, team);
        return ((Math.Log((double)q.Count / (p.Count - 1)) + p.Columns * (nu - rho)) / Math.Log(2), repeated);
    }

    private static (double Own, double Other, int Repeated) MeanLogDistances(KdTree own, KdTree other, int k, ThreadTeam team)
    {
        var sums = new (double Own, double Other, int Repeated)[(own.Count + ChunkRows - 1) / ChunkRows];
        var queue = new WorkQueue();
        queue.Reset(sums.Length);
        team.Run(_ =>
        {
            var nearest = new Vector256<float>[k + 1];
            var group = new Vector256<float>[own.Columns];
            while (queue.TryTake(out var chunk))
            {
                var (ofOwn, ofOther, repeated) = (0.0, 0.0, 0);
                var end = Math.Min((chunk + 1) * ChunkRows, own.Count);
                for (var first = chunk * ChunkRows; first < end; first += KdTree.GroupSize)
                {
                    var count = own.Group(first, end, group);

                    // Among its own points a point finds itself before the k others.
                    var distances = own.KthDistances(group, nearest);
                    ofOwn += SumOfLogs(distances, count);
                    for (var lane = 0; lane < count; lane++)
                        repeated += distances[lane] == 0 ? 1 : 0;
                    ofOther += SumOfLogs(other.KthDistances(group, nearest.AsSpan(0, k)), count);
                }

                sums[chunk] = (ofOwn, ofOther, repeated);
            }
        });
        return (sums.Sum(sum => sum.Own) / own.Count, sums.Sum(sum => sum.Other) / own.Count, sums.Sum(sum => sum.Repeated));
    }

    private static double SumOfLogs(Vector256<float> distances, int count)
    {
        var sum = 0.0;
        for (var lane = 0; lane < count; lane++)
            sum += Math.Log(Math.Max(distances[lane], SmallestDistance));
        return sum;
    }
}
