using DualScale.Evaluation.Neighbours;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Evaluation;

/// <summary>
/// Do samples repeat training rows? Compares the distances from samples to their nearest training row with those from held-out
/// rows, by ranks (Meehan, Chaudhuri, Dasgupta 2020): samples of the data's own density are as far from it as held-out rows,
/// copies are nearer, smeared ones farther.
/// </summary>
/// <param name="Count">Held-out rows, which are mostly the fewer: what the error hangs on.</param>
/// <param name="Samples">Quartiles of the Chebyshev distances from samples to their nearest training row.</param>
/// <param name="HeldOut">Quartiles of those from held-out rows.</param>
/// <param name="NearerShare">
/// The share of all pairs of a sample and a held-out row, in [0, 1], in which the sample is the nearer one, ties by half: 0.5
/// where there is nothing to find, 0.5 + c/2 where a share c of the samples are copies.
/// </param>
/// <param name="Error">The standard error of that share where there is nothing to find; 0 where all distances are equal.</param>
/// <param name="StrayShare">
/// The share of the samples, in [0, 1], that are farther from all training rows than 99 % of the held-out rows are: 0.01 where
/// there is nothing to find, and about 1 / (count + 1) of fewer than 100 held-out rows, where the farthest of them is the bound.
/// </param>
public readonly record struct CopyingTest(
    int Count, Quartiles Samples, Quartiles HeldOut, double NearerShare, double Error, double StrayShare)
{
    private const double Scores = 3;
    private const int FewestForStrays = 100;

    // Some more than the hundredth, as few rows know their farthest hundredth badly.
    private const double FewStrays = 0.02;

    /// <summary>(<see cref="NearerShare"/> - 0.5) / <see cref="Error"/>, about standard normal where there is nothing to
    /// find.</summary>
    public double Score => Error > 0 ? (NearerShare - 0.5) / Error : 0;

    /// <summary>Closer or apart where the score is beyond 3 either way: one in 400 cases with nothing to find.</summary>
    public DivergenceVerdict Verdict =>
        Score > Scores ? DivergenceVerdict.Closer : Score < -Scores ? DivergenceVerdict.Apart : DivergenceVerdict.Alike;

    /// <summary>Whether more samples stray than chance allows; of fewer than 100 held-out rows that is not known.</summary>
    public bool HasStrays => KnowsStrays && StrayShare > FewStrays + Scores * Math.Sqrt(FewStrays / Count);

    /// <summary>Whether there are held-out rows enough to have a farthest hundredth.</summary>
    internal bool KnowsStrays => Count >= FewestForStrays;

    /// <summary>Tests samples.</summary>
    /// <param name="training">The training rows, [n, columns].</param>
    /// <param name="heldOut">Rows of the same origin that were not trained on, [m, columns].</param>
    /// <param name="samples">The samples, [k, columns]; of the held-out rows the first k count.</param>
    /// <param name="threads">Threads, at most 1024; 0, the default, takes one for each core. The result does not depend on
    /// it.</param>
    /// <param name="cancellation">Stops the test within a fraction of a second.</param>
    /// <exception cref="InvalidInputException">The columns differ in number, a set is empty or has a value that is not
    /// finite, or threads is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was asked for.</exception>
    public static CopyingTest Of(
        PointSet training, PointSet heldOut, PointSet samples, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(samples);
        KlDivergence.RequireThreads(threads);
        foreach (var (points, name) in new[] { (training, "training"), (heldOut, "held-out"), (samples, "generated") })
        {
            if (points.Count == 0 || points.Columns != training.Columns)
            {
                throw new InvalidInputException(
                    $"There are {points.Count} × {points.Columns} {name} points beside {training.Count} × {training.Columns} of training; give at least one, of as many columns.");
            }

            KlDivergence.RequireFinite(points, name);
        }

        var count = Math.Min(heldOut.Count, samples.Count);
        using var team = new ThreadTeam(threads == 0 ? Environment.ProcessorCount : threads);
        using var rows = new SearchablePoints(training, team, cancellation);
        var (ofSamples, ofHeldOut) = (Distances(samples), Distances(heldOut.First(count)));
        var (share, error) = Compare(ofSamples, ofHeldOut);

        // The least distance that 99 % of the held-out rows do not exceed.
        var far = ofHeldOut.Order().ElementAt((int)((99L * count + 99) / 100) - 1);
        return new CopyingTest(
            count, Quartiles.Of(ofSamples), Quartiles.Of(ofHeldOut), share, error,
            ofSamples.Count(distance => distance > far) / (double)samples.Count);

        float[] Distances(PointSet points)
        {
            using var queries = new SearchablePoints(points, team, cancellation);
            var nearest = new float[points.Count];
            NearestSearch.Fill(rows.IndexFor(queries, 1).Index, queries, nearest, team, cancellation);
            return nearest;
        }
    }

    // Mann and Whitney's U over all pairs, and its error with ties.
    private static (double Share, double Error) Compare(float[] samples, float[] heldOut)
    {
        double n = samples.Length, m = heldOut.Length, all = n + m, ranks = 0, ties = 0, before = 0;
        foreach (var group in samples.Select(distance => (Distance: distance, Own: 1))
            .Concat(heldOut.Select(distance => (Distance: distance, Own: 0))).GroupBy(pair => pair.Distance)
            .OrderBy(group => group.Key))
        {
            double size = group.Count();
            ranks += group.Sum(pair => pair.Own) * (before + (size + 1) / 2);
            ties += size * (size * size - 1);
            before += size;
        }

        var farther = ranks - n * (n + 1) / 2;
        var variance = n * m / 12 * (all + 1 - ties / (all * (all - 1)));
        return (1 - farther / (n * m), Math.Sqrt(Math.Max(0, variance)) / (n * m));
    }
}
