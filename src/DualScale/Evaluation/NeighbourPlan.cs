using DualScale.Evaluation.Neighbours;

namespace DualScale.Evaluation;

/// <summary>How the neighbours of one set's points are searched.</summary>
/// <param name="Points">The points.</param>
/// <param name="K">The neighbour.</param>
/// <param name="Own">Where neighbours in their own set are searched.</param>
/// <param name="Other">Where those in the other set are.</param>
/// <param name="CostPerPoint">In points to go over.</param>
internal sealed record NeighbourPlan(SearchablePoints Points, int K, IPointIndex Own, IPointIndex Other, double CostPerPoint)
{
    /// <summary>What all points cost.</summary>
    public double Cost => CostPerPoint * Points.Count;

    /// <summary>Chooses the ways of searching.</summary>
    public static NeighbourPlan Create(SearchablePoints points, SearchablePoints others, int k)
    {
        var (own, other) = (points.IndexFor(points, k + 1), others.IndexFor(points, k));
        return new NeighbourPlan(points, k, own.Index, other.Index, own.Cost + other.Cost);
    }
}
