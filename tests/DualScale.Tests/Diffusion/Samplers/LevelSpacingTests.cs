using DualScale.Diffusion;

namespace DualScale.Tests.Diffusion.Samplers;

/// <summary>The timesteps that diffusers 0.30 gives for the names, worked out by hand from its formulas.</summary>
public sealed class LevelSpacingTests
{
    private static readonly NoiseSchedule Hundred = new();

    [Theory]
    [InlineData(LevelSpacing.Linspace, 7, new double[] { 99, 82, 66, 50, 33, 16, 0 })]
    [InlineData(LevelSpacing.Even, 3, new double[] { 99, 50, 0 })]
    [InlineData(LevelSpacing.Leading, 7, new double[] { 84, 70, 56, 42, 28, 14, 0 })]
    [InlineData(LevelSpacing.Trailing, 7, new double[] { 99, 85, 70, 56, 42, 28, 13 })]
    [InlineData(LevelSpacing.Leading, 100, null)]
    [InlineData(LevelSpacing.Trailing, 100, null)]
    [InlineData(LevelSpacing.Linspace, 1, new double[] { 99 })]
    public void Timesteps_are_those_of_the_name(LevelSpacing spacing, int steps, double[]? wanted) =>
        Assert.Equal(wanted ?? [.. Enumerable.Range(0, 100).Reverse().Select(t => (double)t)],
            new DdimSampler { Spacing = spacing, Steps = steps }.Path(Hundred));

    [Fact]
    public void Continuous_levels_fall_evenly_in_the_logarithm_or_in_the_seventh_root()
    {
        var levels = new ContinuousLevels(0.1, 10);
        Assert.Equal([10, 1, 0.1], Path(levels, LevelSpacing.LogUniform).Select(sigma => Math.Round(sigma, 12)));
        var middle = Math.Pow((Math.Pow(10, 1.0 / 7) + Math.Pow(0.1, 1.0 / 7)) / 2, 7);
        Assert.Equal(middle, Path(levels, LevelSpacing.Karras)[1], 12);
    }

    [Fact]
    public void Levels_by_density_leave_equal_shares_of_the_draws_between_them()
    {
        var levels = new ContinuousLevels(0.1, 10, new MeasuredDensity([3, 1]));

        // Bounds 0.1, 1 and 10; three quarters below 1.
        double[] wanted = [10, 1, Math.Pow(10, -1 / 3.0), Math.Pow(10, -2 / 3.0), 0.1];
        Assert.All(wanted.Zip(Path(levels, LevelSpacing.Density)), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    private static IReadOnlyList<double> Path(ContinuousLevels levels, LevelSpacing spacing)
    {
        var steps = spacing == LevelSpacing.Density ? 5 : 3;
        return new HeunSampler { Steps = steps, Spacing = spacing }.Path(levels);
    }

    [Theory]
    [InlineData("sampling.steps", 0, null, null)]
    [InlineData("sampling.steps", 101, null, null)]
    [InlineData("sampling.spacing", 5, (LevelSpacing)17, null)]
    [InlineData("sampling.levels", null, null, new double[0])]
    [InlineData("sampling.levels", null, null, new[] { 50, 60.0 })]
    [InlineData("sampling.levels", null, null, new[] { 50.5 })]
    [InlineData("timestep is 100", null, null, new[] { 100.0 })]
    [InlineData("neither steps nor spacing", 3, null, new[] { 9.0, 3 })]
    public void What_cannot_be_walked_is_refused(string message, int? steps, LevelSpacing? spacing, double[]? levels) =>
        Assert.Contains(
        message,
        Assert.Throws<InvalidInputException>(
            () => new DdimSampler { Steps = steps, Spacing = spacing, Levels = levels }.Path(Hundred)).Message);

    [Fact]
    public void Continuous_levels_are_walked_in_ten_thousand_steps_at_most()
    {
        var levels = new ContinuousLevels();
        double[] falling = [.. Enumerable.Range(0, Sampler.MaxSteps + 1).Select(i => levels.Most * (1 - i / 20_000.0))];
        Assert.Equal(10_000, new HeunSampler { Steps = 10_000 }.Path(levels).Count);
        Assert.Equal(10_000, new HeunSampler { Levels = falling[..^1] }.Path(levels).Count);
        Refused("sampling.steps is 10001; give 1 to 10000.", new HeunSampler { Steps = 10_001 });
        Refused("sampling.steps is 0; give 1 to 10000.", new HeunSampler { Steps = 0 });
        Refused("sampling.levels has 10001 entries; give 1 to 10000", new HeunSampler { Levels = falling });

        void Refused(string message, Sampler sampler) =>
            Assert.StartsWith(message, Assert.Throws<InvalidInputException>(() => sampler.Path(levels)).Message);
    }

    [Fact]
    public void Spacings_of_timesteps_do_not_suit_continuous_levels() => Assert.Contains(
        "log-uniform, karras, scales or density",
        Assert.Throws<InvalidInputException>(
            () => new HeunSampler { Spacing = LevelSpacing.Leading }.Path(new ContinuousLevels())).Message);
}
