using DualScale.Evaluation.Neighbours;
using DualScale.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace DualScale.Tests.Evaluation.Neighbours;

public sealed class PointIndexTests
{
    private sealed record Case(int Seed, int Count, int Columns, int K, int Levels, bool Clusters);

    [Fact]
    public void Tree_and_blocks_find_what_a_double_loop_finds()
    {
        var cases = from seed in Gen.Choose(0, 100_000)
                    from count in Gen.Choose(1, 400)
                    from columns in Gen.Frequency((3, Gen.Choose(1, 8)), (1, Gen.Choose(9, 100)))
                    from k in Gen.Choose(1, 9)
                    from levels in Gen.Elements(2, 5, 1000, 1 << 20)
                    from clusters in Gen.Elements(false, true)
                    select new Case(seed, count, columns, k, levels, clusters);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var values = Points(c, c.Count, 0);
            float[] queries = [.. Points(c, 21, 1), .. values.AsSpan(0, Math.Min(c.Count, 10) * c.Columns)];
            using var team = new ThreadTeam(2);
            using var blocks = new PointBlocks(values, c.Columns);
            var tree = new KdTree(values, c.Columns, team, CancellationToken.None);
            var expected = queries.Chunk(c.Columns).Select(query => Distances(values, query)).ToArray();
            foreach (var index in (IPointIndex[])[tree, blocks])
            {
                var nearest = new float[expected.Length * c.K];
                index.FindNearest(queries, c.K, nearest, CancellationToken.None);
                Assert.Equal(expected.SelectMany(
                    distances => distances.Concat(Enumerable.Repeat(float.PositiveInfinity, c.K)).Take(c.K)), nearest);

                // Radii at which points lie exactly, and 0.
                float[] radii = [.. expected.Select((distances, i) => i % 3 == 0 ? 0 : distances[i % distances.Length])];
                var counts = new int[radii.Length];
                index.CountWithin(queries, radii, counts, CancellationToken.None);
                Assert.Equal(expected.Zip(radii, (distances, radius) => distances.Count(distance => distance <= radius)), counts);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(7, 11));
    }

    [Fact]
    public void Tree_order_holds_the_same_points()
    {
        var values = Points(new Case(3, 300, 3, 1, 1 << 20, false), 300, 0);
        using var team = new ThreadTeam(2);
        var tree = new KdTree(values, 3, team, CancellationToken.None);
        Assert.Equal(Rows(values), Rows(tree.Points.ToArray()));
        Assert.NotEqual(values, tree.Points.ToArray());

        static IEnumerable<(float, float, float)> Rows(float[] values) =>
            values.Chunk(3).Select(row => (row[0], row[1], row[2])).Order();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(100)]
    public unsafe void Every_version_of_a_tile_gives_the_bits_of_a_plain_loop(int columns)
    {
        var values = Points(new Case(5, 0, columns, 1, 1 << 20, false), DistanceTile.Points + 1, 0);
        var (tile, query) =
            (values.AsSpan(0, DistanceTile.Points * columns).ToArray(), values.AsSpan(DistanceTile.Points * columns).ToArray());
        var expected = new float[DistanceTile.Points];
        for (var i = 0; i < tile.Length; i++)
        {
            expected[i % DistanceTile.Points] = MathF.Max(
                expected[i % DistanceTile.Points], MathF.Abs(tile[i] - query[i / DistanceTile.Points]));
        }

        var (narrow, wide) = (new float[DistanceTile.Points], new float[DistanceTile.Points]);
        foreach (var limit in (float[])[0, expected.Min(), expected.Order().ElementAt(3), expected.Max(), float.PositiveInfinity])
        {
            var bits = Enumerable.Range(0, DistanceTile.Points)
                .Aggregate(0ul, (sum, i) => sum | (expected[i] < limit ? 1ul << i : 0));
            fixed (float* t = tile, q = query, n = narrow, w = wide)
            {
                Assert.Equal(bits, DistanceTile256.Closer(t, q, columns, limit, n));
                Assert.Equal(bits, DistanceTile512.Closer(t, q, columns, limit, w));
            }

            if (bits == 0)
                continue;
            Assert.Equal(expected, narrow);
            Assert.Equal(expected, wide);
        }
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(30, true)]
    public void Tree_is_taken_where_it_visits_little_and_blocks_elsewhere(int columns, bool blocks)
    {
        var values = new float[5000 * columns];
        new RandomStream(1, 0).FillNormal(0, values);
        using var team = new ThreadTeam(2);
        using var points = new SearchablePoints(
            new(values, [.. Enumerable.Range(0, columns).Select(i => $"c{i}")]), team, CancellationToken.None);
        var (index, cost) = points.IndexFor(points, 6);
        Assert.Equal(blocks, index is PointBlocks);
        Assert.InRange(cost / points.Count, blocks ? 1 : 0.001, blocks ? 1 : 0.2);
    }

    [Fact]
    public void Cancelled_search_stops_at_once()
    {
        var values = Points(new Case(1, 0, 5, 1, 1000, false), 200, 0);
        using var team = new ThreadTeam(1);
        using var blocks = new PointBlocks(values, 5);
        var cancelled = new CancellationToken(canceled: true);
        Assert.Throws<OperationCanceledException>(() => new KdTree(values, 5, team, cancelled));
        foreach (var index in (IPointIndex[])[blocks, new KdTree(values, 5, team, CancellationToken.None)])
        {
            Assert.Throws<OperationCanceledException>(() => index.FindNearest(values, 3, new float[600], cancelled));
            Assert.Throws<OperationCanceledException>(() => index.CountWithin(values, new float[200], new int[200], cancelled));
        }
    }

    // Clusters: every other point lies a thousandth as far from the origin.
    private static float[] Points(Case c, int count, ulong stream)
    {
        var values = new float[count * c.Columns];
        new RandomStream((ulong)c.Seed, stream).FillUniform(0, values);
        for (var i = 0; i < values.Length; i++)
            values[i] = MathF.Floor((values[i] - 0.3f) * c.Levels) * (c.Clusters && i / c.Columns % 2 == 0 ? 0.001f : 1);
        return values;
    }

    private static float[] Distances(float[] values, float[] query) =>
        [.. values.Chunk(query.Length).Select(row => row.Zip(query, (a, b) => MathF.Abs(a - b)).Max()).Order()];
}
