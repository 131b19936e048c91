using System.Diagnostics;
using DualScale.Evaluation.Neighbours;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Benchmarks;

/// <summary>Where a tree finds neighbours faster and where blocks do: what the choice between them rests on.</summary>
internal static class NeighbourTiming
{
    private const int Queries = 4096;
    private const int Chunk = 128;
    private const int Neighbours = 6;

    /// <summary>Nanoseconds a query on one thread, in normal points of some columns.</summary>
    public static object Measure(int rows, int columns)
    {
        using var team = new ThreadTeam(1);
        var values = new float[rows * columns];
        new RandomStream(1, 0).FillNormal(0, values);
        var tree = new KdTree(values, columns, team, CancellationToken.None);
        using var blocks = new PointBlocks(values, columns);
        var visited = tree.VisitedShare(tree.Points, Neighbours);
        var (byTree, byBlocks) = (Search(tree, tree), Search(blocks, tree));
        return new
        {
            work = "neighbours",
            rows,
            columns,
            visited,
            tree_ns = byTree,
            blocks_ns = byBlocks,
            even_at = visited * byBlocks / byTree
        };
    }

    /// <summary>Points of independent normals, two sets.</summary>
    public static (PointSet Real, PointSet Generated) Normals(int real, int generated, int columns)
    {
        return (Draw(1, real), Draw(2, generated));

        PointSet Draw(ulong seed, int rows)
        {
            var values = new float[rows * columns];
            new RandomStream(seed, 0).FillNormal(0, values);
            return new PointSet(values, PointSet.DefaultNames(columns));
        }
    }

    private static double Search(IPointIndex index, KdTree tree)
    {
        var queries = Math.Min(Queries, tree.Count);
        var nearest = new float[Chunk * Neighbours];
        var best = double.PositiveInfinity;
        for (var round = 0; round < 3; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var first = 0; first + Chunk <= queries; first += Chunk)
            {
                index.FindNearest(
                    tree.Points.Slice(first * tree.Columns, Chunk * tree.Columns), Neighbours, nearest, CancellationToken.None);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / (queries / Chunk * Chunk));
        }

        return best;
    }
}
