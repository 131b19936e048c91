using DualScale.Evaluation;

namespace DualScale.Tests.Evaluation;

public sealed class PairedTestTests
{
    // Student's own data: hours of sleep gained by ten patients on two drugs, as differences. R's t.test gives these numbers.
    private static readonly double[] Sleep = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4];

    [Fact]
    public void Student_s_sleep_data_gives_the_known_test()
    {
        var test = PairedTest.Of(Sleep);
        Assert.Equal(10, test.Count);
        Assert.Equal(1.58, test.Mean, 10);
        Assert.Equal(4.0621, test.T, 4);
        Assert.Equal(0.002833, test.PValue, 6);
        Assert.Equal(0.7001142, test.Low, 6);
        Assert.Equal(2.4598858, test.High, 6);
    }

    [Fact]
    public void One_to_five_gives_the_known_test()
    {
        var test = PairedTest.Of([1, 2, 3, 4, 5]);
        Assert.Equal(4.242641, test.T, 6);
        Assert.Equal(0.01324, test.PValue, 5);
        Assert.Equal(1.036757, test.Low, 6);
        Assert.Equal(4.963243, test.High, 6);
    }

    [Fact]
    public void Opposite_differences_give_the_opposite_test()
    {
        var (test, opposite) = (PairedTest.Of(Sleep), PairedTest.Of([.. Sleep.Select(difference => -difference)]));
        Assert.Equal(-test.T, opposite.T, 12);
        Assert.Equal(test.PValue, opposite.PValue, 12);
        Assert.Equal(-test.Low, opposite.High, 12);
    }

    [Fact]
    public void One_pair_has_a_mean_and_no_interval()
    {
        var test = PairedTest.Of([0.3]);
        Assert.Equal(0.3, test.Mean);
        Assert.True(double.IsNaN(test.PValue) && double.IsNegativeInfinity(test.Low) && double.IsPositiveInfinity(test.High));
    }

    [Fact]
    public void Equal_differences_are_certain()
    {
        var test = PairedTest.Of([0.25, 0.25, 0.25]);
        Assert.Equal((0.25, 0.25, 0.0), (test.Low, test.High, test.PValue));
        Assert.Equal(1, PairedTest.Of([0, 0, 0]).PValue, 12);
    }

    [Fact]
    public void Interval_covers_the_true_mean_as_often_as_it_says()
    {
        var (covered, trials) = (0, 2000);
        var values = new float[4 * trials];
        new DualScale.Numerics.RandomStream(3, 0).FillNormal(0, values);
        foreach (var sample in values.Chunk(4))
        {
            var test = PairedTest.Of([.. sample.Select(value => (double)value)], confidence: 0.9);
            covered += test.Low < 0 && test.High > 0 ? 1 : 0;
        }

        // Binomial(2000, 0.9) has a standard deviation of 13.4; five of them.
        Assert.InRange(covered, 1733, 1867);
    }
}
