using System.Runtime.Intrinsics;

namespace DualScale.Evaluation.Neighbours;

/// <summary>Keeps the smallest distances of each lane in ascending order.</summary>
internal struct NearestVisit : IVisit
{
    private readonly Vector256<float>[] _nearest;

    public NearestVisit(Vector256<float>[] nearest)
    {
        _nearest = nearest;
        Array.Fill(nearest, Vector256.Create(float.PositiveInfinity));
    }

    public float Limit { get; private set; } = float.PositiveInfinity;

    /// <summary>Points whose distances were measured.</summary>
    public long Visited { get; private set; }

    public readonly void Add(Vector256<float> distances)
    {
        if (!Vector256.LessThanAny(distances, _nearest[^1]))
            return;
        for (var i = 0; i < _nearest.Length; i++)
        {
            var closer = Vector256.MinNative(_nearest[i], distances);
            distances = Vector256.MaxNative(_nearest[i], distances);
            _nearest[i] = closer;
        }
    }

    public void EndLeaf(int count)
    {
        Visited += count;
        Limit = QueryGroup.Largest(_nearest[^1]);
    }
}
