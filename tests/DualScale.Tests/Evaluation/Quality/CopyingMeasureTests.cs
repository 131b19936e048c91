using DualScale.Evaluation.Quality;

namespace DualScale.Tests.Evaluation.Quality;

/// <summary>What is called copied without held-out rows, and what is not.</summary>
public sealed class CopyingMeasureTests
{
    [Theory]
    [InlineData(1_000)]
    [InlineData(500)]
    public void Rows_of_the_same_law_are_called_copies_as_seldom_as_the_test_says(int combinations)
    {
        // Rows are one of so many combinations; 0.5 % of tables may be accused, and four deviations more by chance.
        const int Tables = 600, Rows = 1_000;
        var random = new Random(5);
        ulong[] Draw() => [.. Enumerable.Range(0, Rows).Select(_ => (ulong)random.Next(combinations))];
        var accused = Enumerable.Range(0, Tables).Count(table => CopiesMeasure.AgainstHalf(Draw(), Draw(), (ulong)table) < 0.005);
        Assert.InRange(accused / (double)Tables, 0, 0.005 + 4 * Math.Sqrt(0.005 / Tables));
    }

    [Fact]
    public void Repeated_real_rows_are_called_copies_of_either_half()
    {
        ulong[] real = [.. Enumerable.Range(0, 400).Select(row => (ulong)row)];
        ulong[] synthetic = [.. real[..40], .. Enumerable.Range(1000, 360).Select(row => (ulong)row)];
        Assert.InRange(CopiesMeasure.AgainstHalf(real, synthetic, 0), 0, 1e-3);
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
