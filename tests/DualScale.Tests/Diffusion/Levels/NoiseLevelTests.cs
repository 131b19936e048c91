using DualScale.Diffusion;

namespace DualScale.Tests.Diffusion.Levels;

/// <summary>Levels between those that are drawn, where they are asked for, and the ends of their ranges.</summary>
public sealed class NoiseLevelTests
{
    private static readonly NoiseSchedule Schedule = new(20, 1e-3, 0.3);
    private static readonly ContinuousLevels Continuous = new(0.01, 8);

    [Theory]
    [InlineData(3.25)]
    [InlineData(18.5)]
    [InlineData(-0.4)]
    public void Between_timesteps_the_logarithm_of_what_is_left_is_linear(double level)
    {
        var (below, part) = ((int)Math.Floor(level), level - Math.Floor(level));
        double Logarithm(int t) => Enumerable.Range(0, t + 1).Sum(i => Math.Log(1 - Schedule.Beta(i)));
        var wanted = (1 - part) * Logarithm(below) + part * Logarithm(below + 1);
        Assert.Equal(wanted, Math.Log(Schedule.AlphaBar(level)), 1e-12);
        Assert.Equal(Math.Exp(wanted / 2), Schedule.SignalScale(level), 1e-12);
        Assert.Equal(Math.Sqrt(1 - Math.Exp(wanted)), Schedule.NoiseScale(level), 1e-12);
    }

    [Fact]
    public void Timestep_of_a_noise_is_the_one_nearest_to_it_by_ratio()
    {
        for (var t = 0; t < 19; t++)
        {
            var (low, high) = (Schedule.Sigma(t), Schedule.Sigma(t + 1));
            Assert.Equal(t, Schedule.OfSigma(Math.Sqrt(low * high) * 0.999));
            Assert.Equal(t + 1, Schedule.OfSigma(Math.Sqrt(low * high) * 1.001));
        }

        Assert.Equal((0.0, 19.0), (Schedule.OfSigma(1e-9), Schedule.OfSigma(1e9)));
        Assert.Equal((0.01, 0.5, 8.0), (Continuous.OfSigma(1e-9), Continuous.OfSigma(0.5), Continuous.OfSigma(1e9)));
    }

    [Fact]
    public void Level_of_a_noise_has_that_noise_between_timesteps_too()
    {
        var (least, most) = (Schedule.Sigma(0), Schedule.Sigma(19));
        for (var i = 1; i < 40; i++)
        {
            var sigma = least * Math.Pow(most / least, i / 40.0);
            Assert.Equal(1, Schedule.Sigma(Schedule.At(sigma)) / sigma, 1e-9);
            Assert.Equal(sigma, Continuous.At(sigma) is var at and < 8 and > 0.01 ? at : sigma);
        }

        Assert.Equal(0, Schedule.At(least / 2), 1e-9);
        Assert.Equal(19, Schedule.At(2 * most), 1e-9);
        Assert.Equal((-1.0, 0.0), (Schedule.None, Continuous.None));
    }

    [Fact]
    public void Levels_to_measure_at_are_all_timesteps_or_even_ones_from_end_to_end()
    {
        Assert.Equal(Enumerable.Range(0, 20).Select(t => (double)t), Schedule.Spread(20));
        Assert.Equal(Enumerable.Range(0, 20).Select(t => (double)t), Schedule.Spread(100));
        var some = Schedule.Spread(5);
        Assert.Equal([0, 5, 10, 14, 19], some.Select(level => Math.Round(level)));
        var spread = Continuous.Spread(4);
        Assert.Equal((4, 0.01, 8.0), (spread.Count, spread[0], Math.Round(spread[3], 12)));
        Assert.Equal(spread[1] / spread[0], spread[3] / spread[2], 1e-9);
    }

    [Fact]
    public void Levels_and_densities_of_the_same_numbers_are_the_same_and_others_are_not()
    {
        Assert.Equal(new NoiseSchedule(20, 1e-3, 0.3), Schedule);
        Assert.Equal(new NoiseSchedule(20, 1e-3, 0.3).GetHashCode(), Schedule.GetHashCode());
        Assert.NotEqual(new NoiseSchedule(20, 1e-3, 0.31), Schedule);
        Assert.Equal(new MeasuredDensity([1, 3]), new MeasuredDensity([2, 6]));
        Assert.NotEqual(new MeasuredDensity([1, 3]), new MeasuredDensity([1, 2]));
        Assert.False(new MeasuredDensity([1, 3]).Equals(null));
        Assert.False(Schedule.Equals((NoiseSchedule?)null));
    }

    [Fact]
    public void Share_of_a_measured_density_lies_in_its_bin()
    {
        var density = new MeasuredDensity([1, 2, 5]);
        (double Share, double Place)[] wanted =
            [(0, 0), (0.0625, 0.5), (0.125, 1), (0.25, 1.5), (0.375, 2), (0.6875, 2.5), (1, 3), (-1, 0), (2, 3)];
        foreach (var (share, place) in wanted)
            Assert.Equal(0.01 * Math.Pow(800, place / 3), density.Quantile(share, 0.01, 8), 1e-9);
        Assert.Equal(1, new MeasuredDensity([1, 2, 5]).Shares.Sum(), 1e-12);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1.2, 0.3)]
    [InlineData(-4.3, 1)]
    [InlineData(9, 0.5)]
    public void Share_of_a_log_normal_density_is_that_share_of_what_the_bounds_leave(double mean, double deviation)
    {
        double Squared(double x) => Math.Pow((x - mean) / deviation, 2) / 2;
        double Mass(double from, double to) => (to - from) * Enumerable.Range(0, 20_000)
            .Sum(i => Math.Exp(Squared(Math.Log(8)) - Squared(from + (to - from) * (i + 0.5) / 20_000)));
        var (density, all) = (new LogNormalDensity(mean, deviation), Mass(Math.Log(0.01), Math.Log(8)));
        foreach (var share in (double[])[0.1, 0.5, 0.93])
            Assert.Equal(share, Mass(Math.Log(0.01), Math.Log(density.Quantile(share, 0.01, 8))) / all, 1e-3);
    }

    [Fact]
    public void Numbers_at_the_ends_of_their_ranges_are_taken_and_those_beyond_are_not()
    {
        _ = new ContinuousLevels(1.1e-6, 1e6);
        Refused("sigma-min is 1E-06 and sigma-max 10", () => new ContinuousLevels(1e-6));
        Refused("sigma-min is 0.5 and sigma-max 0.5", () => new ContinuousLevels(0.5, 0.5));
        Refused("sigma-max 1000001", () => new ContinuousLevels(0.5, 1_000_001));
        Refused("sigma-min is NaN", () => new ContinuousLevels(double.NaN));
        Continuous.Require(0.01);
        Continuous.Require(8);
        Refused("noise level is 0.009", () => Required(0.009));
        Refused("noise level is 8.1", () => Required(8.1));
        Refused("density-deviation 0;", () => new LogNormalDensity(0, 0));
        Refused("density-deviation Infinity;", () => new LogNormalDensity(0, double.PositiveInfinity));
        Refused("density-mean is NaN", () => new LogNormalDensity(double.NaN, 1));
        _ = new MeasuredDensity([1, 1]);
        _ = new MeasuredDensity([.. Enumerable.Repeat(1.0, 4096)]);
        double[] many = [.. Enumerable.Repeat(1.0, 4097)];
        foreach (var shares in (double[][])[[1], many, [1, 0], [1, -1, 2], [1, double.PositiveInfinity]])
            Refused("2 to 4096 positive numbers", () => new MeasuredDensity(shares));
        foreach (var deviation in (double[])[0, -1, double.NaN, double.PositiveInfinity])
            Refused("diffusion.sigma-data is", () => new EdmParametrization(deviation));
        _ = NoiseSchedule.OfBetas([1e-12, 0.999]);
        Refused("timesteps is 1; give 2 to 10000", () => NoiseSchedule.OfBetas([0.5]));
        Refused("timestep is 20; give 0 to 19", () => Required(20, Schedule));
        Refused("holds 1 at place 2", () => NoiseSchedule.OfBetas([0.5, 1]));
        Assert.All(new NoiseSchedule(2, 0.01, 0.01).Betas, beta => Assert.Equal(0.01, beta, 1e-15));
        Refused("beta-end 1;", () => new NoiseSchedule(2, 0.01, 1));
        Refused("schedule is Own; choose linear, quadratic or cosine", () => new NoiseSchedule(2, shape: BetaSchedule.Own));
        Refused("timesteps is 1; give 2 to 10000", () => new NoiseSchedule(1));

        // ᾱ of 600 halves is 2⁻⁶⁰⁰; of 1,000 it is below 10⁻³⁰⁰.
        _ = NoiseSchedule.OfBetas([.. Enumerable.Repeat(0.5, 600)]);
        Refused("nothing is left of a point", () => NoiseSchedule.OfBetas([.. Enumerable.Repeat(0.5, 1000)]));
    }

    private static double Required(double level, NoiseLevels? levels = null)
    {
        (levels ?? Continuous).Require(level);
        return level;
    }

    private static void Refused(string message, Func<object> action) =>
        Assert.Contains(message, Assert.Throws<InvalidInputException>(action).Message);
}
