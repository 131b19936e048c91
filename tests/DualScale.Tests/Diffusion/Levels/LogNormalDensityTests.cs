using DualScale.Diffusion;

namespace DualScale.Tests.Diffusion.Levels;

/// <summary>Levels whose logarithm is normal, also where the bounds leave only one end of the law.</summary>
public sealed class LogNormalDensityTests
{
    private const double Least = 0.002, Most = 5;

    [Theory]
    [InlineData(-1.2, 1.2)]
    [InlineData(-9, 0.3)]
    [InlineData(-7, 0.3)]
    [InlineData(4, 0.3)]
    [InlineData(5, 0.25)]
    public void Quantile_has_its_share_of_the_cut_law_below_it(double mean, double deviation)
    {
        var density = new LogNormalDensity(mean, deviation);
        foreach (var share in (double[])[0.01, 0.3, 0.5, 0.9])
        {
            var sigma = density.Quantile(share, Least, Most);
            Assert.Equal(share, Mass(Least, sigma) / Mass(Least, Most), 1e-4);
        }

        // By the rule of Simpson, with the density's largest value on the way as its unit.
        double Mass(double from, double to)
        {
            const int Parts = 200_000;
            var (low, step) = (Math.Log(from), (Math.Log(to) - Math.Log(from)) / Parts);
            var nearest = (Math.Clamp(mean, Math.Log(Least), Math.Log(Most)) - mean) / deviation;
            return step / 3 * Enumerable.Range(0, Parts + 1).Sum(i =>
            {
                var z = (low + i * step - mean) / deviation;
                return (i is 0 or Parts ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp((nearest * nearest - z * z) / 2);
            });
        }
    }

    [Theory]
    [InlineData(-60, Least)]
    [InlineData(60, Most)]
    public void Law_that_lies_wholly_beyond_the_bounds_leaves_the_nearer_one(double mean, double expected) =>
        Assert.Equal(expected, new LogNormalDensity(mean, 0.3).Quantile(0.5, Least, Most), 1e-9);
}
