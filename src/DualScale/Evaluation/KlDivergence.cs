using DualScale.Evaluation.Neighbours;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Evaluation;

/// <summary>
/// The k-nearest-neighbour estimate of the Kullback-Leibler divergence that the papers report (docs/models.md, section 7; Wang,
/// Kulkarni, Verdú 2009), with the Chebyshev distance, in bits. The search is exact in any number of columns.
/// </summary>
/// <remarks>
/// Around a point with k repeats or more there is no volume to divide by. There the estimate counts instead: the points of either
/// set
/// within the larger of the two distances stand for their densities, so that repeats weigh as the probabilities that they are.
/// </remarks>
public static class KlDivergence
{
    /// <summary>The largest neighbour that may be asked for.</summary>
    public const int MaxNeighbour = 1000;

    private const int MaxThreads = 1024;

    /// <summary>Estimates both directions.</summary>
    /// <param name="real">P, [n, columns].</param>
    /// <param name="generated">Q, [m, columns].</param>
    /// <param name="k">The neighbour, 1 to <see cref="MaxNeighbour"/>. Default 5.</param>
    /// <param name="threads">Threads, at most 1024; 0, the default, takes one for each core. The result does not depend on
    /// it.</param>
    /// <param name="progress">Gets the share of the work that is done, 0 to 1, on the calling thread. Default none.</param>
    /// <param name="cancellation">Stops the estimate within a fraction of a second.</param>
    /// <exception cref="InvalidInputException">
    /// The columns differ in number, either set has not more than k rows or a value that is not finite, or k or threads is out of
    /// its range.
    /// </exception>
    /// <exception cref="OperationCanceledException">The cancellation was asked for.</exception>
    public static Divergence Estimate(
        PointSet real,
        PointSet generated,
        int k = 5,
        int threads = 0,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        Check(real, generated, k, threads);
        using var team = new ThreadTeam(threads == 0 ? Environment.ProcessorCount : threads);
        using var p = new SearchablePoints(real, team, cancellation);
        using var q = new SearchablePoints(generated, team, cancellation);
        var (forward, reverse) = (NeighbourPlan.Create(p, q, k), NeighbourPlan.Create(q, p, k));
        var work = new WorkProgress(progress, forward.Cost + reverse.Cost);
        var ofReal = NeighbourStatistics.Gather(forward, team, work, cancellation);
        var ofGenerated = NeighbourStatistics.Gather(reverse, team, work, cancellation);
        progress?.Report(1);
        return new Divergence(
            Bits(ofReal, p.Count, q.Count),
            Bits(ofGenerated, q.Count, p.Count),
            Math.Max((double)ofReal.RepeatedWithin / p.Count, (double)ofGenerated.RepeatedWithin / q.Count),
            Math.Max((double)ofReal.RepeatedAcross / p.Count, (double)ofGenerated.RepeatedAcross / q.Count));
    }

    // [log(m / (n - 1)) + mean of d · (log ν_k - log ρ_k)] / log 2
    private static double Bits(NeighbourStatistics statistics, int own, int other) =>
        (Math.Log((double)other / (own - 1)) + statistics.LogRatio) / Math.Log(2);

    internal static void Check(PointSet real, PointSet generated, int k, int threads)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        if (real.Columns != generated.Columns)
        {
            throw new InvalidInputException(
                $"The real points have {real.Columns} columns and the generated {generated.Columns}; compare tables of equal width.");
        }

        if (k is < 1 or > MaxNeighbour)
            throw new InvalidInputException($"k is {k}; give 1 to {MaxNeighbour}.");
        if (real.Count <= k || generated.Count <= k)
        {
            throw new InvalidInputException(
                $"There are {real.Count} real and {generated.Count} generated points; the estimate with k = {k} needs more than {k} of "
                + "each, so give more or a smaller k.");
        }

        RequireThreads(threads);
        RequireFinite(real, "real");
        RequireFinite(generated, "generated");
    }

    internal static void RequireThreads(int threads)
    {
        if (threads is < 0 or > MaxThreads)
            throw new InvalidInputException($"threads is {threads}; give 1 to {MaxThreads}, or 0 for one for each core.");
    }

    internal static void RequireFinite(PointSet points, string which)
    {
        if (points.IndexOfNotFinite() is var row and >= 0)
        {
            throw new InvalidInputException(
                $"Row {row + 1} of the {which} points holds a number that is not finite; there is no distance to it, so leave it out.");
        }
    }
}
