using System.Runtime.Intrinsics;
using DualScale.Numerics;

namespace DualScale.Evaluation.Neighbours;

/// <summary>
/// A balanced k-d tree over points for the Chebyshev distance max |aᵢ - bᵢ|. Queries go through it eight at a time, one in each
/// lane of a vector: points that are near each other visit nearly the same cells.
/// </summary>
internal sealed class KdTree : IPointIndex
{
    private const int LeafSize = 16;
    private const int Subtrees = 16;
    private const int SampledGroups = 16;

    private readonly float[] _points;
    private readonly Cell[] _cells;
    private readonly int _firstLeaf = 1;

    /// <summary>Builds the tree over row-major values [count, columns].</summary>
    public KdTree(ReadOnlyMemory<float> values, int columns, ThreadTeam team, CancellationToken cancellation)
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
                    Split(first + i, whole, cancellation);
            });
            if (whole)
                break;
        }
    }

    public int Count { get; }

    public int Columns { get; }

    /// <summary>The points in tree order, in which neighbours in space are near each other, row-major [Count, Columns].</summary>
    public ReadOnlySpan<float> Points => _points;

    public void FindNearest(ReadOnlySpan<float> queries, int k, Span<float> nearest, CancellationToken cancellation)
    {
        var group = new QueryGroup(Columns);
        var found = new Vector256<float>[k];
        for (var first = 0; first < queries.Length / Columns; first += QueryGroup.Size)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = group.Load(queries, first);
            var visit = new NearestVisit(found);
            Traverse(group, ref visit);
            for (var lane = 0; lane < count; lane++)
            {
                for (var i = 0; i < k; i++)
                    nearest[(first + lane) * k + i] = found[i][lane];
            }
        }
    }

    public void CountWithin(
        ReadOnlySpan<float> queries, ReadOnlySpan<float> radii, Span<int> counts, CancellationToken cancellation)
    {
        var group = new QueryGroup(Columns);
        Span<float> lanes = stackalloc float[QueryGroup.Size];
        for (var first = 0; first < counts.Length; first += QueryGroup.Size)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = group.Load(queries, first);
            radii.Slice(first, count).CopyTo(lanes);
            lanes[count..].Clear();
            var visit = new CountVisit(Vector256.Create<float>(lanes));
            Traverse(group, ref visit);
            for (var lane = 0; lane < count; lane++)
                counts[first + lane] = visit.Counts[lane];
        }
    }

    /// <summary>
    /// The share of the points here, in [0, 1], to which a search measures distances, from a few groups of queries.
    /// </summary>
    /// <param name="queries">All of them, row-major [queries, columns].</param>
    /// <param name="k">The neighbours searched for.</param>
    public double VisitedShare(ReadOnlySpan<float> queries, int k)
    {
        var group = new QueryGroup(Columns);
        var found = new Vector256<float>[k];
        var count = queries.Length / Columns;
        var visited = 0L;
        for (var sample = 0; sample < SampledGroups; sample++)
        {
            group.Load(queries, (int)((long)count * sample / SampledGroups));
            var visit = new NearestVisit(found);
            Traverse(group, ref visit);
            visited += visit.Visited;
        }

        return (double)visited / SampledGroups / Count;
    }

    private void Traverse<TVisit>(QueryGroup group, ref TVisit visit) where TVisit : struct, IVisit
    {
        Span<(int Cell, float Bound)> waiting = stackalloc (int, float)[32];
        var depth = 0;
        var (cell, bound) = (1, 0f);
        while (true)
        {
            // Down to the leaf nearest to the group; the far sides wait with a lower bound of their distance.
            while (cell < _firstLeaf)
            {
                ref var here = ref _cells[cell];
                var toLeft = group.Low[here.Axis] - here.LeftMax;
                var toRight = here.RightMin - group.High[here.Axis];
                var near = toLeft < toRight ? 0 : 1;
                waiting[depth++] = (2 * cell + 1 - near, Math.Max(bound, Math.Max(toLeft, toRight)));
                bound = Math.Max(bound, Math.Min(toLeft, toRight));
                cell = 2 * cell + near;
            }

            if (bound < visit.Limit)
                Scan(_cells[cell], group.Queries, ref visit);

            do
            {
                if (depth == 0)
                    return;
                (cell, bound) = waiting[--depth];
            }
            while (bound >= visit.Limit);
        }
    }

    private void Scan<TVisit>(
        in Cell leaf, ReadOnlySpan<Vector256<float>> queries, ref TVisit visit) where TVisit : struct, IVisit
    {
        var points = _points.AsSpan(leaf.First * Columns, leaf.Count * Columns);
        for (; points.Length > 0; points = points[queries.Length..])
        {
            var distance = Vector256<float>.Zero;
            for (var column = 0; column < queries.Length; column++)
                distance = Vector256.MaxNative(distance, Vector256.Abs(Vector256.Create(points[column]) - queries[column]));
            visit.Add(distance);
        }

        visit.EndLeaf(leaf.Count);
    }

    private void Split(int cell, bool whole, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
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
            Split(2 * cell, whole, cancellation);
            Split(2 * cell + 1, whole, cancellation);
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
                {
                    (rows[i * Columns + column], rows[j * Columns + column]) =
                        (rows[j * Columns + column], rows[i * Columns + column]);
                }

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
