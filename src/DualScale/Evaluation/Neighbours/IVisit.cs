using System.Runtime.Intrinsics;

namespace DualScale.Evaluation.Neighbours;

/// <summary>What eight queries, one in each lane, gather from the leaves of a <see cref="KdTree"/>.</summary>
internal interface IVisit
{
    /// <summary>Cells that are at least this far from all the queries are passed by.</summary>
    float Limit { get; }

    /// <summary>Takes the distances from the queries to a point.</summary>
    void Add(Vector256<float> distances);

    /// <summary>Follows a leaf of points.</summary>
    /// <param name="count">The points it had.</param>
    void EndLeaf(int count);
}
