using DualScale.Numerics;

namespace DualScale.Evaluation;

/// <summary>
/// What the points of one set find around them in their own set and in the other: the sum in the divergence, and repeats.
/// </summary>
/// <param name="LogRatio">The mean over the points of log ((own density) / (other density)), in nats, but for the constant of the
/// counts.</param>
/// <param name="RepeatedWithin">Points that have an equal one in their own set.</param>
/// <param name="RepeatedAcross">Points that have an equal one in the other set.</param>
internal readonly record struct NeighbourStatistics(double LogRatio, long RepeatedWithin, long RepeatedAcross)
{
    private const int ChunkRows = 128;

    /// <summary>Searches around all points.</summary>
    /// <param name="plan">Which points, where, how many neighbours.</param>
    /// <param name="team">The threads; sums do not depend on their number.</param>
    /// <param name="progress">Gets told from the calling thread alone.</param>
    /// <param name="cancellation">Stops within milliseconds.</param>
    public static NeighbourStatistics Gather(
        NeighbourPlan plan, ThreadTeam team, WorkProgress progress, CancellationToken cancellation)
    {
        var (count, columns) = (plan.Points.Count, plan.Points.Columns);
        var chunks = new NeighbourStatistics[(count + ChunkRows - 1) / ChunkRows];
        var queue = new WorkQueue();
        queue.Reset(chunks.Length);
        team.Run(member =>
        {
            while (queue.TryTake(out var chunk))
            {
                var rows = Math.Min(ChunkRows, count - chunk * ChunkRows);
                var points = plan.Points.Values.Slice(chunk * ChunkRows * columns, rows * columns);
                chunks[chunk] = OfChunk(plan, points, rows, cancellation);
                progress.Add(rows * plan.CostPerPoint, report: member == 0);
            }
        });
        return new NeighbourStatistics(
            chunks.Sum(chunk => chunk.LogRatio) / count,
            chunks.Sum(chunk => chunk.RepeatedWithin),
            chunks.Sum(chunk => chunk.RepeatedAcross));
    }

    private static NeighbourStatistics OfChunk(
        NeighbourPlan plan, ReadOnlySpan<float> points, int rows, CancellationToken cancellation)
    {
        // Among its own points a point finds itself before the k others.
        var (k, columns) = (plan.K, plan.Points.Columns);
        var (own, other) = (new float[rows * (k + 1)], new float[rows * k]);
        plan.Own.FindNearest(points, k + 1, own, cancellation);
        plan.Other.FindNearest(points, k, other, cancellation);
        var (sum, within, across) = (0.0, 0, 0);
        var (crowded, radii) = (new List<float>(), new List<float>());
        for (var row = 0; row < rows; row++)
        {
            within += own[row * (k + 1) + 1] == 0 ? 1 : 0;
            across += other[row * k] == 0 ? 1 : 0;
            var (rho, nu) = (own[row * (k + 1) + k], other[row * k + k - 1]);
            if (rho > 0 && nu > 0)
            {
                sum += columns * (Math.Log(nu) - Math.Log(rho));
                continue;
            }

            crowded.AddRange(points.Slice(row * columns, columns));
            radii.Add(Math.Max(rho, nu));
        }

        if (radii.Count > 0)
            sum += LogRatioOfCounts(plan, [.. crowded], [.. radii], cancellation);
        return new NeighbourStatistics(sum, within, across);
    }

    // Where k points or more repeat there is no volume around them: the points within one distance, counted, stand for both
    // densities.
    private static double LogRatioOfCounts(NeighbourPlan plan, float[] points, float[] radii, CancellationToken cancellation)
    {
        var (own, other) = (new int[radii.Length], new int[radii.Length]);
        plan.Own.CountWithin(points, radii, own, cancellation);
        plan.Other.CountWithin(points, radii, other, cancellation);
        return own.Zip(other, (o, q) => Math.Log(o - 1) - Math.Log(q)).Sum();
    }
}
