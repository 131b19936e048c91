using DualScale.Evaluation;

namespace DualScale.Tests.Evaluation;

public sealed class BootstrapTests
{
    [Fact]
    public void Equal_values_leave_no_interval() => Assert.Equal((2.5, 2.5), Bootstrap.MeanInterval([2.5, 2.5, 2.5]));

    [Fact]
    public void Two_values_reach_from_one_to_the_other()
    {
        // Means of two draws from {0, 1} are 0, 1/2, 1 with chances 1/4, 1/2, 1/4: the middle 95 % is everything, the middle 40 %
        // is 1/2 alone.
        Assert.Equal((0.0, 1.0), Bootstrap.MeanInterval([0, 1]));
        Assert.Equal((0.5, 0.5), Bootstrap.MeanInterval([0, 1], confidence: 0.4));
    }

    [Fact]
    public void Many_values_give_the_interval_of_the_normal_distribution()
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(i => (i + 0.5) / 400)];
        var (low, high) = Bootstrap.MeanInterval(values, seed: 4);
        var reach = 1.96 / Math.Sqrt(12) / Math.Sqrt(400);

        // The ends of 10,000 draws wander by about 3 % of the reach; five times that.
        Assert.Equal(0.5 - reach, low, 0.15 * reach);
        Assert.Equal(0.5 + reach, high, 0.15 * reach);
    }

    [Fact]
    public void Same_seed_gives_the_same_interval()
    {
        double[] values = [0.1, 0.7, 0.3, 0.35];
        Assert.Equal(Bootstrap.MeanInterval(values, 7), Bootstrap.MeanInterval(values, 7));
        Assert.NotEqual(Bootstrap.MeanInterval(values, 7, 1000), Bootstrap.MeanInterval(values, 8, 1000));
    }
}
