using System.Runtime.Intrinsics;
using DualScale.Numerics;

namespace DualScale.Evaluation;

/// <summary>
/// A balanced k-d tree over points for the Chebyshev distance max |aᵢ - bᵢ|. Queries go through it eight at a time, one in each
/// lane of a vector: points that are near each other visit nearly the same cells.
/// </summary>
internal sealed class KdTree
{
    /// <summary>Queries that go together.</summary>
    public static readonly int GroupSize = Vector256<float>.Count;

    private const int LeafSize = 16;
    private const int Subtrees = 16;

    private readonly float[] _points;
    private readonly Cell[] _cells;
    private readonly int _firstLeaf = 1;

    /// <summary>Builds the tree over row-major values [count, columns].</summary>
    public KdTree(ReadOnlyMemory<float> values, int columns, ThreadTeam team)
    {
        Columns = columns;
        _points = values.ToArray();
        Count = values.Length / columns;
        while ((Count + _firstLeaf - 1) / _firstLeaf > LeafSize)
            _firstLeaf *= 2;
        _cells = new Cell[2 * _firstLeaf];
        _cells[1] = new Cell { Count = Count };

        // Cells of one depth share no points: first each depth side by side, then, where there are enough, whole subtrees.
        var queue = new WorkQueue();
        for (var width = 1; width < _firstLeaf; width *= 2)
        {
            var (first, whole) = (width, width == Subtrees);
            queue.Reset(width);
            team.Run(_ =>
            {
                while (queue.TryTake(out var i))
                    Split(first + i, whole);
            });
            if (whole)
                break;
        }
    }

    public int Count { get; }

    public int Columns { get; }

    /// <summary>Gathers points in tree order, in which neighbours in space are near each other, as a group of queries.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="end">Where to stop; lanes from there on repeat the last point.</param>
    /// <param name="group">The points, one in each lane, [columns].</param>
    /// <returns>The lanes before the end.</returns>
    public int Group(int first, int end, Span<Vector256<float>> group)
    {
        var count = Math.Min(GroupSize, end - first);
        Span<float> lanes = stackalloc float[GroupSize];
        for (var column = 0; column < Columns; column++)
        {
            for (var lane = 0; lane < lanes.Length; lane++)
                lanes[lane] = _points[(first + Math.Min(lane, count - 1)) * Columns + column];
            group[column] = Vector256.Create<float>(lanes);
        }

        return count;
    }

    /// <summary>The distances from a group of points to the k-th nearest point here of each.</summary>
    /// <param name="queries">The points, one in each lane, [columns].</param>
    /// <param name="nearest">Working space, [k]: afterwards the distances in ascending order; positive infinity beyond the points there are.</param>
    public Vector256<float> KthDistances(ReadOnlySpan<Vector256<float>> queries, Span<Vector256<float>> nearest)
    {
        nearest.Fill(Vector256.Create(float.PositiveInfinity));
        Span<float> low = stackalloc float[Columns];
        Span<float> high = stackalloc float[Columns];
        for (var column = 0; column < Columns; column++)
            (low[column], high[column]) = (Smallest(queries[column]), Largest(queries[column]));

        Span<(int Cell, float Bound)> waiting = stackalloc (int, float)[32];
        var depth = 0;
        var (cell, bound, limit) = (1, 0f, float.PositiveInfinity);
        while (true)
        {
            // Down to the leaf nearest to the group; the far sides wait with a lower bound of their distance.
            while (cell < _firstLeaf)
            {
                ref var here = ref _cells[cell];
                var toLeft = low[here.Axis] - here.LeftMax;
                var toRight = here.RightMin - high[here.Axis];
                var near = toLeft < toRight ? 0 : 1;
                waiting[depth++] = (2 * cell + 1 - near, Math.Max(bound, Math.Max(toLeft, toRight)));
                bound = Math.Max(bound, Math.Min(toLeft, toRight));
                cell = 2 * cell + near;
            }

            if (bound < limit)
            {
                Scan(_cells[cell], queries, nearest);
                limit = Largest(nearest[^1]);
            }

            do
            {
                if (depth == 0)
                    return nearest[^1];
                (cell, bound) = waiting[--depth];
            }
            while (bound >= limit);
        }
    }

    private void Scan(in Cell leaf, ReadOnlySpan<Vector256<float>> queries, Span<Vector256<float>> nearest)
    {
        var points = _points.AsSpan(leaf.First * Columns, leaf.Count * Columns);
        for (; points.Length > 0; points = points[queries.Length..])
        {
            var distance = Vector256<float>.Zero;
            for (var column = 0; column < queries.Length; column++)
                distance = Vector256.MaxNative(distance, Vector256.Abs(Vector256.Create(points[column]) - queries[column]));
            if (Vector256.LessThanAny(distance, nearest[^1]))
                Insert(nearest, distance);
        }
    }

    private static void Insert(Span<Vector256<float>> nearest, Vector256<float> distance)
    {
        for (var i = 0; i < nearest.Length; i++)
        {
            var closer = Vector256.MinNative(nearest[i], distance);
            distance = Vector256.MaxNative(nearest[i], distance);
            nearest[i] = closer;
        }
    }

    private static float Smallest(Vector256<float> lanes)
    {
        var half = Vector128.MinNative(lanes.GetLower(), lanes.GetUpper());
        half = Vector128.MinNative(half, Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1)));
        return Math.Min(half[0], half[1]);
    }

    private static float Largest(Vector256<float> lanes) => -Smallest(-lanes);

    private void Split(int cell, bool whole)
    {
        ref var here = ref _cells[cell];
        var rows = _points.AsSpan(here.First * Columns, here.Count * Columns);
        here.Axis = WidestAxis(rows);
        var half = here.Count / 2;
        Select(rows, here.Axis, half);
        here.LeftMax = float.NegativeInfinity;
        for (var i = here.Axis; i < half * Columns; i += Columns)
            here.LeftMax = Math.Max(here.LeftMax, rows[i]);
        here.RightMin = rows[half * Columns + here.Axis];
        _cells[2 * cell] = new Cell { First = here.First, Count = half };
        _cells[2 * cell + 1] = new Cell { First = here.First + half, Count = here.Count - half };
        if (whole && 2 * cell < _firstLeaf)
        {
            Split(2 * cell, whole);
            Split(2 * cell + 1, whole);
        }
    }

    private int WidestAxis(ReadOnlySpan<float> rows)
    {
        var (best, widest) = (0, -1f);
        for (var column = 0; column < Columns; column++)
        {
            var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
            for (var i = column; i < rows.Length; i += Columns)
                (low, high) = (Math.Min(low, rows[i]), Math.Max(high, rows[i]));
            if (high - low > widest)
                (best, widest) = (column, high - low);
        }

        return best;
    }

    // Hoare's selection: afterwards every row before `middle` is at most every row from it on, by their values on the axis.
    private void Select(Span<float> rows, int axis, int middle)
    {
        var (low, high) = (0, rows.Length / Columns - 1);
        while (low < high)
        {
            var pivot = rows[((low + high) >>> 1) * Columns + axis];
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (rows[i * Columns + axis] < pivot)
                    i++;
                while (rows[j * Columns + axis] > pivot)
                    j--;
                if (i > j)
                    break;
                for (var column = 0; column < Columns; column++)
                    (rows[i * Columns + column], rows[j * Columns + column]) = (rows[j * Columns + column], rows[i * Columns + column]);
                i++;
                j--;
            }

            if (middle <= j)
                high = j;
            else if (middle >= i)
                low = i;
            else
                return;
        }
    }

    private struct Cell
    {
        public int First;
        public int Count;
        public int Axis;
        public float LeftMax;
        public float RightMin;
    }
}
