using System.Numerics;

namespace DualScale.Diffusion;

/// <summary>
/// A regular grid of <paramref name="size"/> values along each of <paramref name="columns"/> columns, the last column fastest,
/// and the weights with which a point reads it.
/// </summary>
/// <param name="size">Values along a column, at least 2.</param>
/// <param name="columns">Columns, 1 to 4.</param>
/// <param name="linear">Multilinear between lattice points that span the box, or the cell of the box that the point is
/// in.</param>
internal sealed class Lattice(int size, int columns, bool linear)
{
    public const int MostCorners = 16;

    public int Size => size;

    public int Columns => columns;

    public bool Linear => linear;

    public int Cells { get; } = (int)Math.Pow(size, columns);

    /// <summary>Lattice points that share a point's weight.</summary>
    public int Corners { get; } = linear ? 1 << columns : 1;

    /// <summary>
    /// The cells around a point and their weights, which add up to 1; outside the box those of the nearest point of it.
    /// </summary>
    /// <param name="point">[columns].</param>
    /// <param name="box">Low and high of each column.</param>
    /// <param name="cells">Where the cell numbers go, [Corners].</param>
    /// <param name="weights">Where the weights go, [Corners].</param>
    public void Locate<T>(ReadOnlySpan<T> point, ReadOnlySpan<T> box, Span<int> cells,
        Span<T> weights) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (cells[0], weights[0]) = (0, T.One);
        var filled = 1;
        for (var column = 0; column < columns; column++)
        {
            var (low, share) = Place(point[column], box[2 * column], box[2 * column + 1]);
            for (var i = 0; i < filled; i++)
                cells[i] = cells[i] * size + low;
            if (!linear)
                continue;
            for (var i = 0; i < filled; i++)
            {
                (cells[filled + i], weights[filled + i]) = (cells[i] + 1, weights[i] * share);
                weights[i] *= T.One - share;
            }

            filled *= 2;
        }
    }

    /// <summary>The weights' derivative along one column; zero outside the box and, by choice, at its far side.</summary>
    public void Slopes<T>(
        ReadOnlySpan<T> point, ReadOnlySpan<T> box, int along, Span<T> slopes) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        slopes[0] = T.One;
        var filled = 1;
        for (var column = 0; column < columns; column++)
        {
            var (low, high) = (box[2 * column], box[2 * column + 1]);
            var (_, share) = Place(point[column], low, high);
            var inside = point[column] >= low && point[column] < high;
            var rise = inside ? T.CreateTruncating(size - 1) / (high - low) : T.Zero;
            for (var i = 0; i < filled; i++)
            {
                slopes[filled + i] = slopes[i] * (column == along ? rise : share);
                slopes[i] *= column == along ? -rise : T.One - share;
            }

            filled *= 2;
        }
    }

    /// <summary>The mean weight of each cell over points.</summary>
    /// <param name="points">Row-major [rows, columns].</param>
    /// <param name="box">Low and high of each column.</param>
    public float[] Occupancy(ReadOnlySpan<float> points, ReadOnlySpan<float> box)
    {
        var sums = new double[Cells];
        Span<int> cells = stackalloc int[MostCorners];
        Span<float> weights = stackalloc float[MostCorners];
        var rows = points.Length / columns;
        for (var row = 0; row < rows; row++)
        {
            Locate(points.Slice(row * columns, columns), box, cells, weights);
            for (var i = 0; i < Corners; i++)
                sums[cells[i]] += weights[i];
        }

        return [.. sums.Select(sum => (float)(sum / rows))];
    }

    private (int Low, T Share) Place<T>(T x, T low, T high) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // NaN goes to the first cell: the network's own inputs carry it on.
        var share = T.Clamp((x - low) / (high - low), T.Zero, T.One);
        var place = share * T.CreateTruncating(linear ? size - 1 : size);
        var cell = Math.Clamp(int.CreateTruncating(place), 0, linear ? size - 2 : size - 1);
        return (cell, place - T.CreateTruncating(cell));
    }
}
