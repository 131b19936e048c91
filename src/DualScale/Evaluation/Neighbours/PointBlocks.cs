using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Evaluation.Neighbours;

/// <summary>
/// All points, tile after tile: what finds neighbours where a tree would visit most of its cells. A tile stays in the first cache
/// while the queries go over it, and no distance outlives its tile.
/// </summary>
internal sealed unsafe class PointBlocks : IPointIndex, IDisposable
{
    private readonly AlignedBuffer<float> _tiles;
    private readonly int _columns;
    private readonly int _count;

    /// <summary>Copies row-major values [count, columns] into tiles.</summary>
    public PointBlocks(ReadOnlySpan<float> values, int columns)
    {
        _columns = columns;
        _count = (values.Length / columns + DistanceTile.Points - 1) / DistanceTile.Points;
        _tiles = new AlignedBuffer<float>((long)_count * DistanceTile.Points * columns);
        var tile = _tiles.Pointer;
        for (var first = 0; first < values.Length; first += DistanceTile.Points * columns)
        {
            var rows = values[first..Math.Min(first + DistanceTile.Points * columns, values.Length)];
            for (var column = 0; column < columns; column++)
            {
                // Lanes beyond the last point are infinitely far from everything.
                for (var lane = 0; lane < DistanceTile.Points; lane++)
                    *tile++ = lane * columns < rows.Length ? rows[lane * columns + column] : float.PositiveInfinity;
            }
        }
    }

    public void FindNearest(ReadOnlySpan<float> queries, int k, Span<float> nearest, CancellationToken cancellation)
    {
        nearest.Fill(float.PositiveInfinity);
        var distances = stackalloc float[DistanceTile.Points];
        fixed (float* first = queries)
        {
            for (var tile = 0; tile < _count; tile++)
            {
                cancellation.ThrowIfCancellationRequested();
                var query = first;
                for (var list = nearest; list.Length > 0; list = list[k..], query += _columns)
                {
                    var ascending = list[..k];
                    var closer = DistanceTile.Closer(Tile(tile), query, _columns, ascending[^1], distances);
                    for (; closer != 0; closer &= closer - 1)
                        Insert(ascending, distances[BitOperations.TrailingZeroCount(closer)]);
                }
            }
        }
    }

    public void CountWithin(
        ReadOnlySpan<float> queries, ReadOnlySpan<float> radii, Span<int> counts, CancellationToken cancellation)
    {
        counts.Clear();
        var distances = stackalloc float[DistanceTile.Points];
        fixed (float* first = queries)
        {
            for (var tile = 0; tile < _count; tile++)
            {
                cancellation.ThrowIfCancellationRequested();
                for (var i = 0; i < counts.Length; i++)
                {
                    var limit = MathF.BitIncrement(radii[i]);
                    counts[i] += BitOperations.PopCount(
                        DistanceTile.Closer(Tile(tile), first + i * _columns, _columns, limit, distances));
                }
            }
        }
    }

    public void Dispose() => _tiles.Dispose();

    private float* Tile(int index) => _tiles.Pointer + (long)index * DistanceTile.Points * _columns;

    private static void Insert(Span<float> ascending, float distance)
    {
        var i = ascending.Length - 1;
        if (!(distance < ascending[i]))
            return;
        for (; i > 0 && ascending[i - 1] > distance; i--)
            ascending[i] = ascending[i - 1];
        ascending[i] = distance;
    }
}
