using DualScale.Evaluation.Quality;
using DualScale.Numerics;

namespace DualScale.Tests.Evaluation.Quality;

/// <summary>The statistics that measures are made of, against numbers worked out by hand.</summary>
public sealed class QualityStatisticsTests
{
    private const double Tiny = 1e-12;

    [Fact]
    public void Area_counts_pairs_and_ties_half()
    {
        Assert.Equal(0.75, RocArea.Of([3, 1], [2, 0]).Area, Tiny);
        Assert.Equal(0.5, RocArea.Of([1, 1, 1], [1, 1]).Area, Tiny);
        Assert.Equal(3.5 / 6, RocArea.Of([1, 2], [0, 1, 3]).Area, Tiny);
    }

    [Fact]
    public void Error_of_an_area_is_that_of_its_placements()
    {
        // Of the negatives 1, 2, 2 are below the positives: shares 1/3, 2/3, 2/3. Of the positives 3, 2, 0 are above the
        // negatives: 1, 2/3, 0. Their sample variances are 1/27 and 7/27, over three rows each.
        var area = RocArea.Of([2, 5, 7], [1, 4, 8]);
        Assert.Equal(5.0 / 9, area.Area, Tiny);
        Assert.Equal(Math.Sqrt(1.0 / 27 / 3 + 7.0 / 27 / 3), area.Error, Tiny);
    }

    [Fact]
    public void Numbers_are_as_far_apart_as_their_steps_and_blanks_lie_below()
    {
        var distance = Distance([1, 2, 3, double.NaN], [2, 3, 4, 5]);
        Assert.Equal((0.5, 1.5), (distance.Smirnov, distance.Wasserstein));
        Assert.Equal(0.25, Distance([double.NaN, 1, 1, 1], [1, 1, 1, 1]).Smirnov, Tiny);
        Assert.Equal(0, Distance([1, 1, 2], [1, 2, 1]).Smirnov, Tiny);
    }

    [Fact]
    public void Kolmogorov_Smirnov_distances_have_their_tabled_critical_values()
    {
        // 1.358 and 1.628 √((n + m) / nm) for 5 and 1 %, Smirnov (1948).
        Assert.Equal(0.05, NumberDistance.PValue(1.358 * Math.Sqrt(2.0 / 50_000), 50_000, 50_000), 5e-4);
        Assert.Equal(0.01, NumberDistance.PValue(1.628 * Math.Sqrt(1.5 / 50_000), 50_000, 100_000), 2e-4);
    }

    [Fact]
    public void Levels_are_tested_by_chi_square_of_their_table()
    {
        // ((30, 70), (50, 50)): χ² = 25/3; ((30, 70), (100, 100)): 300 (30·100 - 70·100)² / (100·200·130·170) = 10.860.
        Assert.Equal(0.2, LevelDistance.TotalVariation([30, 70], [50, 50]), Tiny);
        Assert.Equal(0.0038924, LevelDistance.PValue([30, 70], [50, 50], 1), 1e-6);
        Assert.Equal(0.000983, LevelDistance.PValue([30, 70], [100, 100], 1), 2e-6);

        // Levels three and four are one cell of (9, 9), which adds nothing but a degree of freedom: p = exp(-χ²/2).
        Assert.Equal(Math.Exp(-25.0 / 6), LevelDistance.PValue([30, 70, 9, 0], [50, 50, 0, 9], 1), 1e-3);
    }

    [Fact]
    public void Levels_of_their_own_are_counted_against_those_of_halves()
    {
        Assert.Equal(2, LevelDistance.OwnLevels([3, 1, 0, 2], [0, 1, 4, 0]));

        // All of seven are one side's, and three or more of six: (20 + 15 + 6 + 1) / 64.
        Assert.Equal(1, LevelDistance.OwnLevelsPValue(0, 3));
        Assert.Equal(1.0 / 128, LevelDistance.OwnLevelsPValue(7, 0), 1e-9);
        Assert.Equal(42.0 / 64, LevelDistance.OwnLevelsPValue(3, 2.5), 1e-9);

        // The less likely of two is no less likely than twice that.
        Assert.Equal(2 * 0.0038924, LevelDistance.PValue([30, 70], [50, 50], 0.5), 2e-6);
        Assert.Equal(0.002, LevelDistance.PValue([30, 70], [50, 50], 0.001), 1e-9);
    }

    [Fact]
    public void Median_that_jumps_by_chance_is_no_copy()
    {
        static double[] Distances(int zeros, double others) => [.. Enumerable.Range(0, 100).Select(i => i < zeros ? 0 : others)];
        QualityVerdict Verdict(double[] synthetic) =>
            MedianWithError.Judge("m", synthetic, Distances(45, 1), 100, "alike", "copied").Verdict;

        // Medians 0 and 1, and no rank near the middle is another.
        Assert.Equal(QualityVerdict.Alike, Verdict(Distances(56, 1)));
        Assert.Equal(QualityVerdict.Copied, Verdict(Distances(75, 1)));
    }

    [Fact]
    public void Associations_have_their_textbook_values()
    {
        double[] x = [1, 2, 3, 4, double.NaN], y = [1, 3, 2, 4, 5];
        Assert.Equal(0.8, Association.OfNumbers(x, y), Tiny);
        Assert.Equal(0, Association.OfNumbers(x, [2, 2, 2, 2, 2]));

        // (3 1; 1 3): φ = (9 - 1) / 16.
        int[] first = [0, 0, 0, 0, 1, 1, 1, 1], second = [0, 0, 0, 1, 0, 1, 1, 1];
        Assert.Equal(0.5, Association.OfLevels(first, second), Tiny);

        // Means 1.5 and 3.5 about 2.5: 4 of the sum of squares 5.
        Assert.Equal(Math.Sqrt(0.8), Association.OfNumberAndLevels(x, [0, 0, 1, 1, 1]), Tiny);
    }

    [Fact]
    public void Neighbours_are_those_of_plain_arithmetic_with_their_ties()
    {
        var z = new float[700 * 3];
        new RandomStream(5, 0).FillNormal(0, z);
        var (a, b) = (Rows(0, 400), Rows(400, 300));
        using var team = new ThreadTeam(2);
        var work = new QualityWork(team, null, CancellationToken.None);
        foreach (var (queries, points) in new[] { (a, b), (a, a) })
        {
            var found = MixedSearch.Nearest(queries, points, 3, work);
            for (var row = 0; row < queries.Count; row++)
            {
                var distances = Enumerable.Range(0, points.Count).Where(other => queries != points || other != row)
                    .Select(other => Squared(queries, row, points, other)).Order().ToArray();
                Assert.Equal(distances[..3], Enumerable.Range(0, 3).Select(rank => found.Squared(row, rank)));
                Assert.Equal(distances.Count(distance => distance == distances[0]), found.Ties[row]);
                Assert.Equal(distances[0], Squared(queries, row, points, found.Index[row]));
            }
        }

        var reach = MixedSearch.Nearest(b, b, 3, work).Reach(2);
        var covered = Enumerable.Range(0, a.Count).Count(
            row => Enumerable.Range(0, b.Count).Any(other => Squared(a, row, b, other) <= reach[other]));
        Assert.InRange(covered, 50, 399);
        Assert.Equal((double)covered / a.Count, MixedSearch.Covered(a, b, reach, work), Tiny);

        // Halves, so that many rows are equally far.
        MixedRows Rows(int first, int count) => new(
            [Column(first, count, row => MathF.Round(2 * z[3 * row]) / 2),
                Column(first, count, row => MathF.Round(2 * z[3 * row + 1]) / 2)],
            [Column(first, count, row => MathF.Round(z[3 * row + 2]))], count);

        static float[] Column(int first, int count, Func<int, float> value) => [.. Enumerable.Range(first, count).Select(value)];

        static float Squared(MixedRows a, int i, MixedRows b, int j) =>
            MathF.Pow(a.Numbers[0][i] - b.Numbers[0][j], 2) + MathF.Pow(a.Numbers[1][i] - b.Numbers[1][j], 2)
            + (a.Codes[0][i] == b.Codes[0][j] ? 0 : 1);
    }

    [Fact]
    public void Copies_are_as_likely_as_the_hypergeometric_distribution_says()
    {
        // The lady tasting tea: of the 70 ways to choose 4 cups of 8, 1 has all four right and 16 have three.
        Assert.Equal(1.0 / 70, FisherTest.AtLeast(4, 4, 0, 4), Tiny);
        Assert.Equal(17.0 / 70, FisherTest.AtLeast(3, 4, 1, 4), Tiny);
        Assert.Equal(1, FisherTest.AtLeast(0, 10, 3, 10), Tiny);

        // All six among the first ten thousand of a million: the product of six shares.
        var all = Enumerable.Range(0, 6).Aggregate(1.0, (product, i) => product * (10_000 - i) / (1_010_000 - i));
        Assert.Equal(1, FisherTest.AtLeast(6, 10_000, 0, 1_000_000) / all, 1e-6);
    }

    [Theory]
    [InlineData(0.9, double.NaN, 0.5, 0.1)]
    [InlineData(0.9, 0.1, 0.5, double.NaN)]
    [InlineData(double.NaN, 0.1, 0.5, 0.1)]
    [InlineData(0.5, double.NaN, 0.5, 0)]
    public void What_is_not_known_is_no_verdict(double value, double error, double floor, double floorError)
    {
        var above = (QualityVerdict.Apart, "apart");
        var finding = QualityFinding.Judge("any", value, error, floor, floorError, 10, "alike", above, above);
        Assert.Equal(QualityVerdict.Unclear, finding.Verdict);
        Assert.Equal(QualityVerdict.Apart, QualityFinding.Judge("any", 0.9, 0, 0.5, 0, 10, "alike", above).Verdict);
        Assert.Equal(QualityVerdict.Alike, QualityFinding.Judge("any", 0.5, 0, 0.5, 0, 10, "alike", above, above).Verdict);
    }

    [Theory]
    [InlineData(0.632, 0.028, 0.536, 0.029, QualityVerdict.Unclear, "too few rows to say whether apart")]
    [InlineData(0.660, 0.028, 0.536, 0.029, QualityVerdict.Apart, "apart")]
    [InlineData(0.570, 0.028, 0.536, 0.029, QualityVerdict.Alike, "alike")]
    [InlineData(0.440, 0.028, 0.536, 0.029, QualityVerdict.Alike, "alike")]
    [InlineData(0.532, 0.008, 0.512, 0.008, QualityVerdict.Alike, "alike")]
    public void Leaning_within_a_large_error_is_no_likeness(
        double value, double error, double floor, double floorError, QualityVerdict verdict, string words)
    {
        var finding = QualityFinding.Judge(
            "any", value, error, floor, floorError, 200, "alike", above: (QualityVerdict.Apart, "apart"));
        Assert.Equal((verdict, words), (finding.Verdict, finding.Words));
    }

    private static NumberDistance Distance(double[] first, double[] second)
    {
        var all = first.Select(value => (Value: value, IsFirst: true))
            .Concat(second.Select(value => (Value: value, IsFirst: false))).OrderBy(pair => pair.Value).ToArray();
        return NumberDistance.Of([.. all.Select(pair => pair.Value)], [.. all.Select(pair => pair.IsFirst)]);
    }
}
