using DualScale.Evaluation.Quality;

namespace DualScale.Tests.Evaluation.Quality;

/// <summary>What is called copied without held-out rows, and what is not.</summary>
public sealed class CopyingMeasureTests
{
    [Theory]
    [InlineData(30_000, 1_000)]
    [InlineData(3_000, 1_000)]
    [InlineData(1_000, 1_000)]
    [InlineData(500, 1_000)]
    [InlineData(3_000, 10_000)]
    [InlineData(1_000, 10_000)]
    public void Rows_of_the_same_law_are_called_copies_as_seldom_as_the_test_says(int combinations, int rows)
    {
        // Rows are one of so many combinations; 0.5 % of tables may be accused, and four deviations more by chance.
        const int Tables = 600;
        var random = new Random(5);
        ulong[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (ulong)random.Next(combinations)).Order()];
        var accused = Enumerable.Range(0, Tables).Count(_ =>
        {
            var real = Draw(1_000);
            return CopiesMeasure.Likely(real, Draw(rows).Count(hash => Array.BinarySearch(real, hash) >= 0), rows) < 0.005;
        });
        Assert.InRange(accused / (double)Tables, 0, 0.005 + 4 * Math.Sqrt(0.005 / Tables));
    }

    [Theory]
    [InlineData(0, 8, false)]
    [InlineData(0, 20, true)]
    [InlineData(10, 35, false)]
    [InlineData(10, 70, true)]
    public void Repeated_real_rows_are_called_copies(int twins, int copies, bool isCopied)
    {
        // Of 1,000 different rows the last stand there twice.
        ulong[] real = [.. Enumerable.Range(0, 1000).Select(row => (ulong)(row >= 1000 - twins ? row - twins : row)).Order()];
        Assert.Equal(isCopied, CopiesMeasure.Likely(real, copies, 1000) < 0.005);
    }

    [Fact]
    public void Few_near_copies_of_many_real_rows_are_found_without_held_out_rows()
    {
        var real = MadeTable.Normals(6000, 4, 1);
        var some = real.Rows(0, 400);
        var near = some;
        for (var column = 0; column < 4; column++)
            near = near.With(MadeTable.Numbers($"x{column}", [.. some.Values($"x{column}").Select(value => value * (1 + 1e-6))]));
        var quality = TableQuality.Compare(real, near);
        Assert.Equal(QualityVerdict.Copied, quality[QualityMeasures.Closest]!.Verdict);
        var fresh = TableQuality.Compare(real, MadeTable.Normals(400, 4, 2));
        Assert.Equal(QualityVerdict.Alike, fresh[QualityMeasures.Closest]!.Verdict);
        Assert.Equal(QualityVerdict.Alike, fresh[QualityMeasures.Ratio]!.Verdict);
    }
}
