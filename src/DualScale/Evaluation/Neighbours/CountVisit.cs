using System.Runtime.Intrinsics;

namespace DualScale.Evaluation.Neighbours;

/// <summary>Counts in each lane the points up to a distance.</summary>
internal struct CountVisit(Vector256<float> radii) : IVisit
{
    public readonly float Limit { get; } = MathF.BitIncrement(QueryGroup.Largest(radii));

    public Vector256<int> Counts { get; private set; }

    public void Add(Vector256<float> distances) => Counts -= Vector256.LessThanOrEqual(distances, radii).AsInt32();

    public readonly void EndLeaf(int count)
    {
    }
}
