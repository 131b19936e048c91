using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;
using static DualScale.Tests.Diffusion.MixtureRows;

namespace DualScale.Tests.Diffusion;

/// <summary>Which discrete columns divide rows into groups, and what is believed of the groups.</summary>
public sealed class NormalGroupsTests
{
    [Fact]
    public void The_columns_that_say_most_divide_the_rows_and_none_do_that_say_nothing()
    {
        // The flag moves a number in one of four rows: a little, beside what the words say.
        var rows = MixtureRows.Draw(4000);
        float[] values = [.. rows.Values.Span];
        for (var row = 0; row < rows.Count; row++)
            values[row * Width + 4] += row % 4 == 0 ? values[row * Width + 6] : 0;
        rows = new PointSet(values, rows.ColumnNames);
        var (words, flag) = (OfWords, OfFlag);
        Assert.Equal(0, NormalGroups.Choose(rows, Places, [words, flag]));
        Assert.Equal(1, NormalGroups.Choose(rows, Places, [flag, words]));
        Assert.Equal(0, NormalGroups.Choose(rows, Places, [flag]));
        Assert.Null(NormalGroups.Choose(MixtureRows.Draw(4000), Places, [flag]));
        Assert.Null(NormalGroups.Choose(MixtureRows.Draw(19), Places, [words]));
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(30, 30)]
    [InlineData(30, 28)]
    [InlineData(200, 32)]
    public void Words_that_nearly_every_row_has_for_itself_divide_none(int count, int different)
    {
        float[][] words = [.. Enumerable.Range(0, different).Select(
            k => (float[])[.. Enumerable.Range(0, different).Select(i => i == k ? 1f : 0)])];
        float[] numbers = new float[2 * count];
        new RandomStream(3, 4).FillNormal(0, numbers);
        var rows = new PointSet(
            [.. Enumerable.Range(0, count).SelectMany(
                row => (float[])[.. words[row % different], numbers[2 * row], numbers[2 * row + 1]])],
            PointSet.DefaultNames(different + 2));
        double[] shares = [.. words.Select(_ => 1.0 / different)];
        Assert.Null(NormalGroups.Choose(rows, [different, different + 1], [new DiscreteColumns(0, words, shares)]));
    }

    [Fact]
    public void A_word_that_no_row_has_and_a_column_of_one_value_leave_numbers_as_they_are()
    {
        float[][] words = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]];
        var rows = new PointSet(
            [.. Enumerable.Range(0, 60).SelectMany(row => (float[])[.. words[row % 3], 0.1f, row % 3, row % 7 / 10f])],
            PointSet.DefaultNames(7));
        var groups = NormalGroups.Of(new DiscreteColumns(0, words, [0.3, 0.3, 0.3, 0.1]));
        var law = JointNormal.Fit(rows, [4, 5, 6], groups);
        Assert.Equal([0, -1, 0, 1, 0, 0], law.Offsets.Where((_, i) => i % 3 == 1 || i is 0 or 9).Select(
            offset => Math.Round(offset, 4)));
        Assert.All(law.Offsets, offset => Assert.True(float.IsFinite(offset)));
        Assert.All(law.Variances, variance => Assert.InRange(variance, 1e-4f, 0.1f));
    }

    [Fact]
    public void Within_groups_variance_is_that_of_rows_beyond_the_means()
    {
        // 40 pairs of rows 2 apart: each mean takes half of what its two rows vary.
        float[][] words = [.. Enumerable.Range(0, 32).Select(
            k => (float[])[.. Enumerable.Range(0, 32).Select(i => i == k ? 1f : 0)])];
        float[] numbers = new float[64];
        new RandomStream(3, 4).FillNormal(0, numbers);
        var (sum, columns) = (0.0, new List<float>());
        for (var row = 0; row < 64; row++)
        {
            columns.AddRange([.. words[row / 2], 10 * (row / 2) + numbers[row], numbers[row]]);
            sum += row % 2 == 0 ? Math.Pow(numbers[row] - numbers[row + 1], 2) / 2 : 0;
        }

        var groups = NormalGroups.Of(new DiscreteColumns(0, words, [.. words.Select(_ => 1 / 32.0)]));
        var law = JointNormal.Fit(new PointSet([.. columns], PointSet.DefaultNames(34)), [32, 33], groups);
        var variance = Enumerable.Range(0, 2).Sum(k => law.Variances[k] * Math.Pow(law.Directions[2 * k], 2));
        Assert.Equal(sum / 33, variance, 0.01);
    }

    [Fact]
    public void Means_of_groups_of_few_rows_are_drawn_towards_the_mean_of_all()
    {
        // Groups 0, 2 and 4, 6 and 10 of mean 4.4: σ² is 4/2, the sum of n·(mean - 4.4)² is 55.2, and τ² is
        // (55.2 - 2·σ²)/(5 - (4 + 4 + 1)/5) = 16, so two rows are believed to 32/34 and one to 16/18.
        float[] numbers = [0, 2, 4, 6, 10];
        int[] groups = [0, 0, 1, 1, 2];
        var rows = new PointSet(
            [.. Enumerable.Range(0, 5).SelectMany(row => (float[])[numbers[row], .. Words[groups[row]], 3])],
            PointSet.DefaultNames(5));
        var law = JointNormal.Fit(rows, [0, 4], NormalGroups.Of(OfWords));
        double[] expected = [-3.4 * 32 / 34, 0, 0.6 * 32 / 34, 0, 5.6 * 16 / 18, 0];
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], law.Offsets[i], 1e-5);
    }

    [Fact]
    public void Words_that_lie_between_others_divide_no_rows() =>
        Assert.Null(NormalGroups.Of(new DiscreteColumns(0, [[0, 0], [1, 1], [2, 2]], [0.2, 0.3, 0.5])));
}
