using DualScale.Evaluation;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Tests.Evaluation;

public sealed class TableComparisonTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public void Fresh_rows_are_rarely_apart_from_their_own_kind_and_wider_ones_always_are()
    {
        // 40 verdicts of which one in a hundred may be wrong.
        var (alarms, found) = (0, 0);
        for (var seed = 0ul; seed < 20; seed++)
        {
            var (real, fresh) = (Normals(800, 2 * seed), Normals(500, 2 * seed + 1));
            alarms += Verdicts(real, fresh).Count(verdict => verdict != DivergenceVerdict.Alike);
            var wider = new PointSet([.. fresh.Values.ToArray().Select(value => 2 * value)], fresh.ColumnNames);
            found += Verdicts(real, wider).Count(verdict => verdict == DivergenceVerdict.Apart);
        }

        Assert.InRange(alarms, 0, 3);
        Assert.Equal(40, found);
    }

    [Fact]
    public void Copies_of_the_real_rows_are_closer_than_fresh_ones()
    {
        var real = Normals(2000, 1);
        Assert.Equal([DivergenceVerdict.Closer, DivergenceVerdict.Closer], Verdicts(real, real, 1));
    }

    [Fact]
    public void Equally_many_rows_are_compared_and_their_unit_counts_only_when_asked()
    {
        var (real, generated) = (Shapes.Generate("dino", 301, 1), Shapes.Generate("dino", 90, 2));
        var comparison = TableComparison.Of(real, generated, new ComparisonOptions { Seed = 3 });
        Assert.Equal((90, 90), (comparison.Real, comparison.Generated));
        Assert.Equal(comparison, TableComparison.Of(
            Times(real, 512), Times(generated, 512), new ComparisonOptions { Seed = 3, Threads = 1 }));
        Assert.NotEqual(
            comparison.Divergence, TableComparison.Of(real, generated, new ComparisonOptions { Seed = 4 }).Divergence);

        var all = new ComparisonOptions { AllRows = true, Standardize = false };
        Assert.Equal(KlDivergence.Estimate(real, generated), TableComparison.Of(real, generated, all).Divergence);
        Assert.Null(TableComparison.Of(real, generated, all).ForwardFloor);

        // The first column alone, so that the unit is no common factor.
        static PointSet Times(PointSet points, float factor) =>
            new([.. points.Values.ToArray().Select((value, i) => i % 2 == 0 ? factor * value : value)], points.ColumnNames);
    }

    [Fact]
    public void Progress_of_all_parts_rises_once_from_zero_to_one()
    {
        var shares = new List<double>();
        TableComparison.Of(Shapes.Generate("dino", 600, 1), Shapes.Generate("dino", 300, 2), progress: new Listener(shares.Add));
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1], 1e-12);
        Assert.InRange(shares[0], 0.0001, 0.091);
    }

    [Fact]
    public void Floor_judges_by_the_interval_of_one_more_draw()
    {
        // Mean 2, deviation 1, t(0.995; 2) = 9.925: 9.925 · √(4/3) = 11.46.
        var floor = DivergenceFloor.Of([1, 2, 3]);
        Assert.Equal((2.0, 1.0, 3), (floor.Mean, floor.Deviation, floor.Draws));
        Assert.Equal(
            [DivergenceVerdict.Closer, DivergenceVerdict.Alike, DivergenceVerdict.Alike, DivergenceVerdict.Apart],
            new[] { -9.5, -9.4, 13.4, 13.5 }.Select(floor.Judge));
    }

    private static PointSet Normals(int count, ulong seed)
    {
        var values = new float[2 * count];
        new RandomStream(seed, 0).FillNormal(0, values);
        return new PointSet(values, ["a", "b"]);
    }

    private static DivergenceVerdict[] Verdicts(PointSet real, PointSet generated, int k = 5)
    {
        var comparison = TableComparison.Of(real, generated, new ComparisonOptions { K = k });
        return [comparison.ForwardFloor!.Value.Judge(comparison.Divergence.Forward),
            comparison.ReverseFloor!.Value.Judge(comparison.Divergence.Reverse)];
    }

    private sealed class Listener(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
