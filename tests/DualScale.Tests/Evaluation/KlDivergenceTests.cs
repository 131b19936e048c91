using System.Runtime.Intrinsics;
using DualScale.Evaluation;
using DualScale.Numerics;
using DualScale.Tables;
using FsCheck;
using FsCheck.Fluent;

namespace DualScale.Tests.Evaluation;

public sealed class KlDivergenceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Estimate_equals_the_published_one(int number)
    {
        var golden = new GoldenCase("knn-kl");
        var columns = golden.Shape($"case{number}/p")[1];
        var (p, q) = (Points(golden.Values<float>($"case{number}/p"), columns), Points(golden.Values<float>($"case{number}/q"), columns));
        var estimate = KlDivergence.Estimate(p, q, (int)golden.Values<long>($"case{number}/k")[0]);

        // Distances are exact here and rounded to 32 bits there.
        Assert.Equal(golden.Values<double>($"case{number}/kl_pq_bits")[0], estimate.Forward, 1e-5);
        Assert.Equal(estimate.Forward, KlDivergence.Estimate(q, p, (int)golden.Values<long>($"case{number}/k")[0]).Reverse);
    }

    [Fact]
    public void Tree_finds_the_distances_that_brute_force_finds()
    {
        var cases = from seed in Gen.Choose(0, 100_000)
                    from count in Gen.Choose(1, 400)
                    from columns in Gen.Choose(1, 8)
                    from k in Gen.Choose(1, 7)
                    from levels in Gen.Elements(3, 1000, 1 << 20)
                    select (seed, count, columns, k, levels);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var values = new float[c.count * c.columns];
            new RandomStream((ulong)c.seed, 0).FillUniform(0, values);
            for (var i = 0; i < values.Length; i++)
                values[i] = MathF.Floor(values[i] * c.levels);
            using var team = new ThreadTeam(2);
            var tree = new KdTree(values, c.columns, team);
            var nearest = new Vector256<float>[c.k];
            var group = new Vector256<float>[c.columns];
            for (var first = 0; first < c.count; first += 1 + c.count / 20)
            {
                var count = tree.Group(first, c.count, group);
                var distances = tree.KthDistances(group, nearest);
                for (var lane = 0; lane < KdTree.GroupSize; lane++)
                {
                    float[] query = [.. group.Select(column => column[lane])];
                    Assert.Equal(BruteForce(values, query, c.k), distances[lane]);
                    Assert.True(lane < count || group[0][lane] == group[0][count - 1]);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(7, 11));
    }

    [Fact]
    public void Number_of_threads_changes_no_bit()
    {
        var (a, b) = (Shapes.Generate("moons", 3001, 1), Shapes.Generate("moons", 1777, 2));
        Assert.Equal(KlDivergence.Estimate(a, b, threads: 1), KlDivergence.Estimate(a, b, threads: 3));
    }

    [Fact]
    public void Estimate_of_two_normals_is_near_the_analytic_divergence()
    {
        var (p, q) = (new float[20_000], new float[20_000]);
        new RandomStream(1, 0).FillNormal(0, p);
        new RandomStream(2, 0).FillNormal(0, q);
        for (var i = 0; i < q.Length; i++)
            q[i] = 2 * q[i] + 1;

        // KL(N(0,1) ‖ N(1,4)) = log 2 + (1 + 1)/8 - 1/2 nats; the estimator's spread at this size is about 0.03 bits.
        Assert.Equal((Math.Log(2) - 0.25) / Math.Log(2), KlDivergence.Estimate(Points(p, 1), Points(q, 1)).Forward, 0.1);
    }

    [Fact]
    public void Repeated_rows_give_a_finite_estimate()
    {
        var same = Points([.. Enumerable.Repeat(1f, 50)], 1);
        Assert.True(double.IsFinite(KlDivergence.Estimate(same, same).Forward));
    }

    [Theory]
    [InlineData(2, 3, 5, "columns")]
    [InlineData(2, 2, 0, "k is 0")]
    [InlineData(2, 2, 300, "more than 300")]
    public void Impossible_estimates_are_refused(int columnsOfReal, int columnsOfGenerated, int k, string message)
    {
        var (real, generated) = (Points(new float[60 * columnsOfReal], columnsOfReal), Points(new float[60 * columnsOfGenerated], columnsOfGenerated));
        Assert.Contains(message, Assert.Throws<InvalidInputException>(() => KlDivergence.Estimate(real, generated, k)).Message);
    }

    private static float BruteForce(float[] values, float[] query, int k)
    {
        var distances = values.Chunk(query.Length).Select(row => row.Zip(query, (a, b) => MathF.Abs(a - b)).Max()).Order().ToArray();
        return distances.Length < k ? float.PositiveInfinity : distances[k - 1];
    }

    private static PointSet Points(float[] values, int columns) => new(values, [.. Enumerable.Range(0, columns).Select(i => $"c{i}")]);
}
