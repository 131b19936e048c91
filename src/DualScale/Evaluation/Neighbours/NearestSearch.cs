using DualScale.Numerics;

namespace DualScale.Evaluation.Neighbours;

/// <summary>The nearest point of each of many queries, on several threads.</summary>
internal static class NearestSearch
{
    private const int ChunkRows = 128;

    /// <summary>Fills the distance from each query to its nearest point, in the queries' own order in memory.</summary>
    public static void Fill(
        IPointIndex index, SearchablePoints queries, float[] nearest, ThreadTeam team, CancellationToken cancellation)
    {
        var queue = new WorkQueue();
        queue.Reset((queries.Count + ChunkRows - 1) / ChunkRows);
        team.Run(_ =>
        {
            while (queue.TryTake(out var chunk))
            {
                var (first, rows) = (chunk * ChunkRows, Math.Min(ChunkRows, queries.Count - chunk * ChunkRows));
                var points = queries.Values.Slice(first * queries.Columns, rows * queries.Columns);
                index.FindNearest(points, 1, nearest.AsSpan(first, rows), cancellation);
            }
        });
    }
}
