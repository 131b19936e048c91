using DualScale.Evaluation;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Tests.Evaluation;

/// <summary>The test for copies against its definition, pair by pair.</summary>
public sealed class CopyingTestTests
{
    [Theory]
    [InlineData(1, 300, 40, 70)]
    [InlineData(3, 500, 200, 90)]
    [InlineData(12, 200, 60, 60)]
    public void Shares_and_quartiles_are_those_of_all_pairs(int columns, int trained, int held, int drawn)
    {
        var (training, heldOut) = (Normal(trained, columns, 1), Normal(held, columns, 2));
        var samples = Normal(drawn, columns, 3, 0.8f);
        var test = CopyingTest.Of(training, heldOut, samples);
        var count = Math.Min(held, drawn);
        var (near, far) = (Nearest(samples), Nearest(heldOut.First(count)));
        var pairs = from a in near from b in far select a < b ? 1.0 : a == b ? 0.5 : 0;
        Assert.Equal(count, test.Count);
        Assert.Equal(pairs.Average(), test.NearerShare, 1e-12);
        Assert.Equal(Math.Sqrt((count + drawn + 1) / (12.0 * count * drawn)), test.Error, 1e-12);
        Assert.Equal(Quantile(near, 0.5), test.Samples.Median, 1e-6);

        // Of so few rows a hundredth is none, so the bound is the farthest.
        Assert.Equal(near.Count(distance => far.All(other => other < distance)), drawn * test.StrayShare, 1e-9);
        Assert.Equal((Quantile(far, 0.25), Quantile(far, 0.75)), (test.HeldOut.Lower, test.HeldOut.Upper));

        float[] Nearest(PointSet points) => [.. Enumerable.Range(0, points.Count).Select(i => Enumerable.Range(0, training.Count)
            .Min(j => Enumerable.Range(0, columns).Max(column => Math.Abs(points[i][column] - training[j][column]))))];

        static double Quantile(float[] values, double share)
        {
            var sorted = values.Order().ToArray();
            var place = share * (values.Length - 1);
            return sorted[(int)place] * (1 - (place - (int)place)) + sorted[(int)Math.Ceiling(place)] * (place - (int)place);
        }
    }

    [Fact]
    public void Whole_numbers_that_repeat_everywhere_are_no_copies()
    {
        var table = Whole(400, 1);
        var test = CopyingTest.Of(table, Whole(400, 2), Whole(400, 3));
        Assert.Equal((0.0, 0.0), (test.Samples.Median, test.HeldOut.Median));
        Assert.Equal(DivergenceVerdict.Alike, test.Verdict);
        Assert.Equal((0.5, 0.0, 0.0), (test.NearerShare, test.Error, test.Score));

        static PointSet Whole(int count, ulong seed) =>
            new([.. Enumerable.Range(0, count).Select(i => (float)(new RandomStream(seed, 0).Below((ulong)i, 3)))], ["x"]);
    }

    [Fact]
    public void Scores_of_fresh_rows_scatter_by_the_standard_error()
    {
        var training = Normal(2000, 2, 1);
        var scores = Enumerable.Range(0, 60)
            .Select(draw => CopyingTest.Of(
                training, Normal(100, 2, 1000 + (ulong)draw), Normal(100, 2, 2000 + (ulong)draw)).Score)
            .ToArray();

        // The variance of 60 scores of variance 1 scatters by √(2/59) = 0.18.
        Assert.Equal(1, scores.Average(score => score * score), 0.6);
    }

    [Theory]
    [InlineData(3, 1 / 4.0)]
    [InlineData(10, 1 / 11.0)]
    [InlineData(99, 1 / 100.0)]
    [InlineData(100, 2 / 101.0)]
    public void Fresh_rows_stray_as_seldom_as_ranks_say(int count, double expected)
    {
        // A fresh row is equally likely at any rank among as many held-out ones and itself.
        var training = Normal(300, 2, 1);
        var shares = Enumerable.Range(0, 400).Select(draw => CopyingTest.Of(
            training, Normal(count, 2, 1000 + (ulong)draw), Normal(count, 2, 2000 + (ulong)draw), threads: 1).StrayShare)
            .ToArray();
        Assert.Equal(expected, shares.Average(), expected / 3);
    }

    [Fact]
    public void Strays_are_called_of_a_hundred_rows_or_more()
    {
        var (training, heldOut, far) = (Normal(300, 2, 1), Normal(100, 2, 2), Normal(100, 2, 3, 50));
        Assert.True(CopyingTest.Of(training, heldOut, far).HasStrays);
        Assert.False(CopyingTest.Of(training, heldOut.First(99), far).HasStrays);
    }

    [Fact]
    public void Copies_are_closer_and_rows_pushed_away_apart_and_few_of_either_tell_nothing()
    {
        var (training, heldOut) = (Normal(500, 2, 1), Normal(50, 2, 2));
        var copies = CopyingTest.Of(training, heldOut, training);
        Assert.Equal((DivergenceVerdict.Closer, 1.0, 0.0), (copies.Verdict, copies.NearerShare, copies.Samples.Upper));
        Assert.Equal(DivergenceVerdict.Apart, CopyingTest.Of(training, heldOut, Normal(50, 2, 3, 9)).Verdict);
        Assert.Equal(DivergenceVerdict.Alike, CopyingTest.Of(training, heldOut.First(3), training.First(3)).Verdict);
    }

    [Fact]
    public void Sets_that_do_not_go_together_are_refused()
    {
        var training = Normal(10, 2, 1);
        Assert.Contains("3", Message(Normal(5, 3, 2), training));
        Assert.Contains("not finite", Message(training, new PointSet([1, float.NaN], ["a", "b"])));

        string Message(PointSet heldOut, PointSet samples) =>
            Assert.Throws<InvalidInputException>(() => CopyingTest.Of(training, heldOut, samples)).Message;
    }

    private static PointSet Normal(int count, int columns, ulong seed, float scale = 1)
    {
        var values = new float[count * columns];
        new RandomStream(seed, 0).FillNormal(0, values);
        return new PointSet([.. values.Select(value => scale * value)], PointSet.DefaultNames(columns));
    }
}
