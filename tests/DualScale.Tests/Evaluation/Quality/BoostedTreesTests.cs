using DualScale.Evaluation.Boosting;
using DualScale.Evaluation.Quality;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Tests.Evaluation.Quality;

public sealed class BoostedTreesTests
{
    // benchmarks/peer/boosting.py, scikit-learn 1.2.1.
    private const double PeerArea = 0.8103, PeerFloor = 0.5194, PeerDetermination = 0.7486;

    [Fact]
    [Trait("Category", "Slow")]
    public void Rows_are_told_apart_and_predicted_as_well_as_by_scikit_learn()
    {
        var (plain, shifted, fresh) = (Rows(2000, 1, false), Rows(2000, 2, true), Rows(2000, 3, false));
        var (columns, tables, _) = AlignedTable.Align([(plain, "a"), (shifted, "b"), (fresh, "c")]);
        var sets = tables.Select(table => RowSet.Take(table, columns, [.. Enumerable.Range(0, 2000)])).ToArray();
        using var team = new ThreadTeam(2);
        var areas = TwoSampleClassifier.Of(
            [(sets[0], sets[1]), (sets[0], sets[2])], columns, new QualityWork(team, null, CancellationToken.None));
        Assert.Equal(PeerArea, areas[0].Area.Area, 0.012);
        Assert.Equal(PeerFloor, areas[1].Area.Area, 0.02);
        Assert.InRange(areas[1].Area.Error, 0.008, 0.01);

        var target = sets[1].Append(sets[0]).Numbers(1);
        var features = TwoSampleClassifier.Features(sets[1].Append(sets[0]), columns);
        var scores = BoostedTrees.Fit(
            [features[0], features[3], features[2]], [.. Enumerable.Range(0, 2000)], target, new SquaredLoss(),
            new BoostingOptions(), CancellationToken.None).Scores[0];
        var mean = target[2000..].Average();
        var rest = Enumerable.Range(2000, 2000).Sum(row => Math.Pow(target[row] - scores[row], 2));
        Assert.Equal(PeerDetermination, 1 - rest / target[2000..].Sum(value => Math.Pow(value - mean, 2)), 0.01);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Blanks_go_to_the_side_where_they_belong(bool isLow)
    {
        // Blanks behave as the low or as the high numbers do.
        double[] x = [.. Enumerable.Range(0, 400).Select(i => i % 4 == 0 ? double.NaN : i)];
        double[] target = [.. x.Select(value => double.IsNaN(value) ? (isLow ? 0.0 : 1) : value < 200 ? 0 : 1)];

        // One split alone, which later ones could not mend.
        var scores = BoostedTrees.Fit(
            [FeatureBins.OfNumbers(x)], [.. Enumerable.Range(0, 400)], target, new LogisticLoss(),
            new BoostingOptions(Rounds: 1, Leaves: 2), CancellationToken.None).Scores[0];
        Assert.True(scores[1] < scores[399]);
        Assert.All(target.Index(), pair => Assert.Equal(pair.Item > 0.5 ? scores[399] : scores[1], scores[pair.Index]));
    }

    [Fact]
    public void Levels_are_grouped_whatever_their_order_and_however_many_there_are()
    {
        // 300 levels of which the even ones are high: no order of codes parts them.
        int[] codes = [.. Enumerable.Range(0, 12_000).Select(i => i % 300)];
        double[] target = [.. codes.Select(code => code % 2 == 0 ? 1.0 : 0)];
        var scores = Fit([FeatureBins.OfCodes(codes, 300)], target, new SquaredLoss())[0];
        Assert.InRange(scores.Index().Count(pair => pair.Item > 0.5 == (target[pair.Index] > 0.5)) / 12_000.0, 0.9, 1);
    }

    [Fact]
    public void Several_classes_are_learned_each_by_its_own_score()
    {
        double[] x = [.. Enumerable.Range(0, 900).Select(i => (double)(i / 4))];
        double[] target = [.. x.Select(value => value < 75 ? 2.0 : value < 150 ? 0 : 1)];
        var scores = Fit([FeatureBins.OfNumbers(x)], target, new SoftmaxLoss(3));
        Assert.All(target.Index(), pair => Assert.Equal(
            (int)pair.Item, Enumerable.Range(0, 3).MaxBy(output => scores[output][pair.Index])));
    }

    private static double[][] Fit(FeatureBins[] features, double[] target, BoostingLoss loss) => BoostedTrees.Fit(
        features, [.. Enumerable.Range(0, target.Length)], target, loss, new BoostingOptions(), CancellationToken.None).Scores;

    // As benchmarks/peer/boosting.py makes them.
    private static Table Rows(int count, long seed, bool isShifted)
    {
        var state = seed;
        var (first, second, third, level) = (new double[count], new double[count], new double[count], new string[count]);
        for (var row = 0; row < count; row++)
        {
            double[] u = [.. Enumerable.Range(0, 6).Select(_ => (state = state * 48271 % 2147483647) / 2147483647.0)];
            var code = (int)Math.Floor(5 * u[3] * u[4]);
            level[row] = $"{(isShifted && u[5] < 0.2 ? (code + 1) % 5 : code)}";
            first[row] = u[0];
            second[row] = 0.8 * u[0] + 0.2 * u[1] + (isShifted ? 0.15 * Math.Sin(9 * u[2]) : 0);
            third[row] = u[5] > 0.9 ? double.NaN : u[2];
        }

        return new Table([MadeTable.Numbers("first", first), MadeTable.Numbers("second", second), MadeTable.Numbers("third", third),
            MadeTable.Texts("level", level)]);
    }
}
