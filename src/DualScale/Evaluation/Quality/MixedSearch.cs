namespace DualScale.Evaluation.Quality;

/// <summary>Exact neighbours among mixed rows: every row is compared with every other, block by block.</summary>
internal static class MixedSearch
{
    private const int ChunkRows = 64;

    /// <summary>Finds each row's nearest points.</summary>
    /// <param name="queries">The rows.</param>
    /// <param name="points">Where to search; where they are the queries themselves, no row finds itself.</param>
    /// <param name="k">How many distances to keep.</param>
    /// <param name="work">The threads.</param>
    public static NearestRows Nearest(MixedRows queries, MixedRows points, int k, QualityWork work)
    {
        var nearest = new NearestRows(queries.Count, k);
        work.For((queries.Count + ChunkRows - 1) / ChunkRows, chunk =>
        {
            Span<float> distances = stackalloc float[MixedRows.Block];
            for (var row = chunk * ChunkRows; row < Math.Min(queries.Count, (chunk + 1) * ChunkRows); row++)
            {
                nearest.Clear(row);
                for (var first = 0; first < points.Count; first += MixedRows.Block)
                {
                    points.Distances(queries, row, first, distances);
                    if (queries == points && row >= first && row < first + MixedRows.Block)
                        distances[row - first] = float.PositiveInfinity;
                    nearest.Take(row, first, distances);
                }
            }
        });
        return nearest;
    }

    /// <summary>The share of rows that lie within the reach of any point.</summary>
    /// <param name="queries">The rows.</param>
    /// <param name="points">The points.</param>
    /// <param name="reach">The squared reach of each.</param>
    /// <param name="work">The threads.</param>
    public static double Covered(MixedRows queries, MixedRows points, ReadOnlyMemory<float> reach, QualityWork work)
    {
        var chunks = new int[(queries.Count + ChunkRows - 1) / ChunkRows];
        work.For(chunks.Length, chunk =>
        {
            Span<float> distances = stackalloc float[MixedRows.Block];
            for (var row = chunk * ChunkRows; row < Math.Min(queries.Count, (chunk + 1) * ChunkRows); row++)
                chunks[chunk] += IsCovered(row, distances) ? 1 : 0;
        });
        return (double)chunks.Sum() / queries.Count;

        bool IsCovered(int row, Span<float> distances)
        {
            for (var first = 0; first < points.Count; first += MixedRows.Block)
            {
                points.Distances(queries, row, first, distances);
                var radii = reach.Span[first..Math.Min(first + MixedRows.Block, points.Count)];
                for (var i = 0; i < radii.Length; i++)
                {
                    if (distances[i] <= radii[i])
                        return true;
                }
            }

            return false;
        }
    }
}
