using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Evaluation.Neighbours;

/// <summary>Points in an order in which neighbours in space are near each other, with the ways to search them.</summary>
internal sealed class SearchablePoints : IDisposable
{
    // Measured ('timing neighbours' of the benchmarks, 6 to 100 columns): a point that a tree visits costs what 2 to 3 in blocks
    // do, which
    // are met in order and mostly given up after some columns.
    private const double MostVisited = 0.35;

    private readonly KdTree _tree;
    private PointBlocks? _blocks;

    public SearchablePoints(PointSet points, ThreadTeam team, CancellationToken cancellation) =>
        _tree = new KdTree(points.Values, points.Columns, team, cancellation);

    public int Count => _tree.Count;

    public int Columns => _tree.Columns;

    /// <summary>The points, row-major [Count, Columns].</summary>
    public ReadOnlySpan<float> Values => _tree.Points;

    /// <summary>The index that answers fastest, and what a query costs it, in points to go over in blocks.</summary>
    /// <param name="queries">What will be asked.</param>
    /// <param name="k">The neighbours to find.</param>
    public (IPointIndex Index, double Cost) IndexFor(SearchablePoints queries, int k)
    {
        var visited = _tree.VisitedShare(queries.Values, k);
        return visited < MostVisited
            ? (_tree, visited / MostVisited * Count)
            : (_blocks ??= new PointBlocks(Values, Columns), Count);
    }

    public void Dispose() => _blocks?.Dispose();
}
