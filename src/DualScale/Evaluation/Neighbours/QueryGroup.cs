using System.Runtime.Intrinsics;

namespace DualScale.Evaluation.Neighbours;

/// <summary>Eight queries that go through a <see cref="KdTree"/> together, one in each lane, and their bounding box.</summary>
internal sealed class QueryGroup(int columns)
{
    /// <summary>Queries in a group.</summary>
    public static readonly int Size = Vector256<float>.Count;

    private readonly Vector256<float>[] _queries = new Vector256<float>[columns];
    private readonly float[] _low = new float[columns];
    private readonly float[] _high = new float[columns];

    /// <summary>The queries, [columns].</summary>
    public ReadOnlySpan<Vector256<float>> Queries => _queries;

    /// <summary>The smallest value of each column.</summary>
    public ReadOnlySpan<float> Low => _low;

    /// <summary>The largest value of each column.</summary>
    public ReadOnlySpan<float> High => _high;

    /// <summary>Gathers queries; lanes beyond the last repeat it.</summary>
    /// <param name="queries">Row-major [queries, columns].</param>
    /// <param name="first">The first to gather.</param>
    /// <returns>The lanes before the end.</returns>
    public int Load(ReadOnlySpan<float> queries, int first)
    {
        var count = Math.Min(Size, queries.Length / columns - first);
        Span<float> lanes = stackalloc float[Size];
        for (var column = 0; column < columns; column++)
        {
            for (var lane = 0; lane < lanes.Length; lane++)
                lanes[lane] = queries[(first + Math.Min(lane, count - 1)) * columns + column];
            _queries[column] = Vector256.Create<float>(lanes);
            (_low[column], _high[column]) = (Smallest(_queries[column]), Largest(_queries[column]));
        }

        return count;
    }

    public static float Smallest(Vector256<float> lanes)
    {
        var half = Vector128.MinNative(lanes.GetLower(), lanes.GetUpper());
        half = Vector128.MinNative(half, Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1)));
        return Math.Min(half[0], half[1]);
    }

    public static float Largest(Vector256<float> lanes) => -Smallest(-lanes);
}
