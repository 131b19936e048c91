using DualScale.Numerics.Kernels;

namespace DualScale.Evaluation.Neighbours;

/// <summary>
/// Distances from one query to a tile of 64 points, a lane a point, column by column. A maximum only grows, so a tile of which no
/// lane is near enough after some columns is given up. Every version returns the same bits.
/// </summary>
internal static unsafe class DistanceTile
{
    /// <summary>Points in a tile.</summary>
    public const int Points = 64;

    /// <summary>Columns between two looks at whether any lane is still near enough.</summary>
    public const int Stride = 4;

    /// <summary>Measures a tile.</summary>
    /// <param name="tile">The points, [columns, 64].</param>
    /// <param name="query">The query, [columns].</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="limit">What is nearer than this is asked for.</param>
    /// <param name="distances">Gets the 64 distances where any is below the limit.</param>
    /// <returns>A bit for each point that is nearer than the limit, the first lowest.</returns>
    public static ulong Closer(float* tile, float* query, int columns, float limit, float* distances) =>
        Lanes.Wide
            ? DistanceTile512.Closer(tile, query, columns, limit, distances)
            : DistanceTile256.Closer(tile, query, columns, limit, distances);
}
