using DualScale.Denoisers;

namespace DualScale.Tests.Denoisers;

/// <summary>Directions and frequencies of scale-space's waves in any number of columns.</summary>
public sealed class ScaleSpaceWaveTests
{
    [Fact]
    public void Three_columns_have_axes_and_diagonals()
    {
        var r = (float)Math.Sqrt(0.5);
        float[][] wanted =
        [
            [1, 0, 0], [0, 1, 0], [0, 0, 1],
            [r, r, 0], [r, -r, 0], [r, 0, r], [r, 0, -r], [0, r, r], [0, r, -r],
        ];
        Assert.Equal(wanted, new ScaleSpaceDenoiser().DirectionsOf(3).Select(direction => direction.ToArray()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Other_columns_have_axes(int columns)
    {
        var directions = new ScaleSpaceDenoiser().DirectionsOf(columns);
        Assert.Equal(columns, directions.Count);
        Assert.All(directions.Index(), pair => Assert.Equal(
            Enumerable.Range(0, columns).Select(j => j == pair.Index ? 1f : 0f), pair.Item));
    }

    // 128 over the directions, at most 64 and at least 1.
    [Theory]
    [InlineData(1, 64)]
    [InlineData(2, 16)]
    [InlineData(3, 14)]
    [InlineData(64, 2)]
    [InlineData(65, 1)]
    [InlineData(300, 1)]
    public void Many_columns_cost_no_more_than_few(int columns, int count) =>
        Assert.Equal(count, new ScaleSpaceDenoiser().FrequenciesOf(columns).Count);

    [Fact]
    public void Frequencies_are_a_geometric_row_to_the_highest_that_octaves_reach()
    {
        var many = new ScaleSpaceDenoiser { Frequencies = 9, LowestFrequency = 2, HighestFrequency = 32 }.FrequenciesOf(2);
        many.ShouldBeCloseTo([.. Enumerable.Range(0, 9).Select(i => (float)(2 * Math.Pow(2, i / 2.0)))], 0, 1e-6, "half octaves");
        Assert.Equal([2, 4, 8], new ScaleSpaceDenoiser { Frequencies = 3, LowestFrequency = 2 }.FrequenciesOf(2));
        Assert.Equal([3], new ScaleSpaceDenoiser { Frequencies = 1, LowestFrequency = 3 }.FrequenciesOf(2));
    }
}
