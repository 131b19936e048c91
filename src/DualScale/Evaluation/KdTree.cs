using System.Runtime.Intrinsics;

namespace DualScale.Evaluation;

/// <summary>
/// A balanced k-d tree over points for the Chebyshev distance max |aᵢ - bᵢ|. Points are kept in tree order, each leaf column
/// by column, so that a leaf's distances are computed eight at a time.
/// </summary>
internal sealed class KdTree
{
    private const int LeafSize = 16;

    private readonly int _columns;
    private readonly int[] _order;
    private readonly float[] _leaves;
    private readonly Cell[] _cells;

    /// <summary>Builds the tree over row-major values [count, columns].</summary>
    public KdTree(ReadOnlySpan<float> values, int columns)
    {
        _columns = columns;
        Count = values.Length / columns;
        _order = new int[Count];
        for (var i = 0; i < Count; i++)
            _order[i] = i;
        var leaves = 1;
        while ((Count + leaves - 1) / leaves > LeafSize)
            leaves *= 2;
        _cells = new Cell[2 * leaves];
        _leaves = new float[leaves * LeafSize * columns];
        Array.Fill(_leaves, float.PositiveInfinity);
        FirstLeaf = leaves;
        Build(values, 1, 0, Count);
    }

    public int Count { get; }

    /// <summary>The points' original row numbers in tree order: neighbours in space are near each other in it.</summary>
    public ReadOnlySpan<int> Order => _order;

    private int FirstLeaf { get; }

    /// <summary>The distance from a point to its k-th nearest point here.</summary>
    /// <param name="query">The point, [columns].</param>
    /// <param name="nearest">Working space of k elements.</param>
    /// <param name="exclude">A row that does not count, or -1.</param>
    /// <returns>Positive infinity where there are fewer than k points.</returns>
    public float KthDistance(ReadOnlySpan<float> query, Span<float> nearest, int exclude)
    {
        nearest.Fill(float.PositiveInfinity);
        Span<int> stack = stackalloc int[64];
        Span<float> bounds = stackalloc float[64];
        var depth = 0;
        var cell = 1;
        var bound = 0f;
        while (true)
        {
            // Down to the leaf on the query's side; the far sides wait with a lower bound of their distance.
            while (cell < FirstLeaf)
            {
                ref var here = ref _cells[cell];
                var position = query[here.Axis];
                var near = position <= here.LeftMax ? 0 : position >= here.RightMin ? 1 : position - here.LeftMax < here.RightMin - position ? 0 : 1;
                var farBound = near == 0 ? here.RightMin - position : position - here.LeftMax;
                farBound = Math.Max(bound, farBound);
                bound = Math.Max(bound, near == 0 ? position - here.LeftMax : here.RightMin - position);
                (stack[depth], bounds[depth]) = (2 * cell + 1 - near, farBound);
                depth++;
                cell = 2 * cell + near;
            }

            if (bound < nearest[^1])
                Scan(cell, query, nearest, exclude);
            do
            {
                if (depth == 0)
                    return nearest[^1];
                depth--;
                (cell, bound) = (stack[depth], bounds[depth]);
            }
            while (bound >= nearest[^1]);
        }
    }

    private static void Insert(Span<float> nearest, float distance)
    {
        var i = nearest.Length - 1;
        while (i > 0 && nearest[i - 1] > distance)
        {
            nearest[i] = nearest[i - 1];
            i--;
        }

        nearest[i] = distance;
    }

    private void Scan(int cell, ReadOnlySpan<float> query, Span<float> nearest, int exclude)
    {
        var start = (cell - FirstLeaf) * LeafSize * _columns;
        var first = _cells[cell].First;
        var count = _cells[cell].Count;
        for (var lane = 0; lane < count; lane += Vector256<float>.Count)
        {
            var distance = Vector256<float>.Zero;
            for (var column = 0; column < _columns; column++)
            {
                var difference = Vector256.Create(_leaves, start + column * LeafSize + lane) - Vector256.Create(query[column]);
                distance = Vector256.Max(distance, Vector256.Abs(difference));
            }

            var closer = Vector256.LessThan(distance, Vector256.Create(nearest[^1])).ExtractMostSignificantBits();
            while (closer != 0)
            {
                var i = System.Numerics.BitOperations.TrailingZeroCount(closer);
                closer &= closer - 1;
                if (distance[i] < nearest[^1] && _order[first + lane + i] != exclude)
                    Insert(nearest, distance[i]);
            }
        }
    }

    private void Build(ReadOnlySpan<float> values, int cell, int first, int count)
    {
        if (cell >= FirstLeaf)
        {
            _cells[cell] = new Cell { First = first, Count = count };
            var start = (cell - FirstLeaf) * LeafSize * _columns;
            for (var i = 0; i < count; i++)
            {
                for (var column = 0; column < _columns; column++)
                    _leaves[start + column * LeafSize + i] = values[_order[first + i] * _columns + column];
            }

            return;
        }

        var axis = WidestAxis(values, first, count);
        var keys = new float[count];
        for (var i = 0; i < count; i++)
            keys[i] = values[_order[first + i] * _columns + axis];
        var half = count / 2;
        Select(keys, _order.AsSpan(first, count), half);
        _cells[cell] = new Cell
        {
            Axis = axis,
            LeftMax = Largest(keys.AsSpan(0, half)),
            RightMin = Smallest(keys.AsSpan(half)),
        };
        Build(values, 2 * cell, first, half);
        Build(values, 2 * cell + 1, first + half, count - half);
    }

    private static float Largest(ReadOnlySpan<float> keys)
    {
        var largest = float.NegativeInfinity;
        foreach (var key in keys)
            largest = Math.Max(largest, key);
        return largest;
    }

    private static float Smallest(ReadOnlySpan<float> keys)
    {
        var smallest = float.PositiveInfinity;
        foreach (var key in keys)
            smallest = Math.Min(smallest, key);
        return smallest;
    }

    private int WidestAxis(ReadOnlySpan<float> values, int first, int count)
    {
        var (best, widest) = (0, -1f);
        for (var column = 0; column < _columns; column++)
        {
            var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
            for (var i = first; i < first + count; i++)
            {
                var value = values[_order[i] * _columns + column];
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }

            if (high - low > widest)
                (best, widest) = (column, high - low);
        }

        return best;
    }

    // Hoare's selection: afterwards every key before `middle` is at most every key from it on.
    private static void Select(Span<float> keys, Span<int> items, int middle)
    {
        var (low, high) = (0, keys.Length - 1);
        while (low < high)
        {
            var pivot = keys[(low + high) >>> 1];
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (keys[i] < pivot)
                    i++;
                while (keys[j] > pivot)
                    j--;
                if (i > j)
                    break;
                (keys[i], keys[j]) = (keys[j], keys[i]);
                (items[i], items[j]) = (items[j], items[i]);
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
        public int Axis;
        public float LeftMax;
        public float RightMin;
        public int First;
        public int Count;
    }
}
