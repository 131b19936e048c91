using DualScale.Diffusion;

namespace DualScale.Tests.Formulas;

/// <summary>The levels that samplers visit, beside the definitions of their names.</summary>
public sealed class SpacingFormulaTests
{
    private static readonly NoiseSchedule Schedule = new(100);
    private static readonly ContinuousLevels Continuous = new(0.02, 50);

    public static TheoryData<int> Counts => [.. Enumerable.Range(2, 98)];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Spacings_of_timesteps_are_those_of_diffusers(int count)
    {
        // np.linspace(0, 99, n).round()[::-1], with numpy's order of operations, which decides ties.
        var steps = Enumerable.Range(0, count);
        var linspace = steps.Select(i => i == count - 1 ? 99 : Math.Round(i * (99.0 / (count - 1))));
        Assert.Equal(linspace.Reverse(), Path(LevelSpacing.Linspace));

        // (np.arange(0, n) * (100 // n)).round()[::-1]
        Assert.Equal(steps.Select(i => (double)(i * (100 / count))).Reverse(), Path(LevelSpacing.Leading));

        // np.round(np.arange(100, 0, -100 / n)) - 1
        Assert.Equal(steps.Select(i => Math.Round(100 - i * (100.0 / count)) - 1), Path(LevelSpacing.Trailing));

        // Ties may go either way.
        Assert.All(Path(LevelSpacing.Even).Index(), at =>
            Assert.Equal(99 * (count - 1.0 - at.Index) / (count - 1), at.Item, 0.5 + 1e-9));
        Assert.Equal(Path(LevelSpacing.Even), new DdimSampler { Steps = count }.Path(Schedule));

        IReadOnlyList<double> Path(LevelSpacing spacing) => new DdimSampler { Steps = count, Spacing = spacing }.Path(Schedule);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public void Spacings_of_continuous_levels_follow_the_formula(int count)
    {
        // Karras et al. 2022, equation 5, ρ = 7.
        var (most, least) = (Math.Pow(50, 1 / 7.0), Math.Pow(0.02, 1 / 7.0));
        double[] shares = [.. Enumerable.Range(0, count).Select(i => i / (count - 1.0))];
        double[] karras = [.. shares.Select(share => Math.Pow(most + share * (least - most), 7))];
        double[] uniform = [.. shares.Select(share => 50 * Math.Pow(0.02 / 50, share))];
        Path(LevelSpacing.Karras).ShouldBeCloseTo(karras, 0, 1e-12, "σ");
        Path(LevelSpacing.LogUniform).ShouldBeCloseTo(uniform, 0, 1e-12, "σ");
        Path(null).ShouldBeCloseTo(karras, 0, 1e-12, "σ");

        IReadOnlyList<double> Path(LevelSpacing? spacing) =>
            new HeunSampler { Steps = count, Spacing = spacing }.Path(Continuous);
    }

    [Theory]
    [InlineData(8, 0)]
    [InlineData(60, 0.002)]
    public void Scales_are_even_down_to_none_or_the_least_noise(int count, double end)
    {
        static double Place(double sigma) => Math.Log(0.006 + sigma * Math.Pow(1 + sigma * sigma / 4, -0.5));
        var levels = new ContinuousLevels(0.002, 5);
        var path = new HeunSampler { Steps = count, Spacing = LevelSpacing.Scales }.Path(levels);
        Assert.Equal(count, path.Count);
        double[] walk = end == 0 ? [.. path, 0] : [.. path];
        var places = walk.Select(Place).ToArray();
        Assert.Equal(5, path[0], 1e-9);
        Assert.Equal(end, walk[^1], 1e-9);
        Assert.All(places.Zip(places.Skip(1)), pair =>
            Assert.Equal((places[^1] - places[0]) / (places.Length - 1), pair.Second - pair.First, 1e-9));
        Assert.Equal(path, new AngularSampler { Steps = count }.Path(levels));
        Assert.Equal(new AngularSampler { Steps = 5 }.Path(Schedule), new DdimSampler { Steps = 5 }.Path(Schedule));
    }

    [Fact]
    public void Truncated_way_is_even_in_scales_from_the_middle_down_to_none()
    {
        static double Place(double sigma) => Math.Log(0.0075 + sigma * Math.Pow(1 + sigma * sigma / 4, -0.5));
        var path = new TruncatedSampler().Path(new ContinuousLevels(0.002, 5));
        double[] places = [.. path.Append(0).Select(Place)];
        Assert.Equal((8, 0.8), (path.Count, Math.Round(path[0], 9)));
        Assert.All(places.Zip(places.Skip(1)), pair =>
            Assert.Equal((Place(0) - Place(0.8)) / 8, pair.Second - pair.First, 1e-9));
        Assert.Equal(0.5, new TruncatedSampler { Steps = 3 }.Path(new ContinuousLevels(0.002, 0.5))[0], 1e-9);
    }

    [Fact]
    public void Levels_of_one_s_own_are_visited_as_given() =>
        Assert.Equal([90, 31, 4], new DdpmSampler { Levels = [90, 31, 4] }.Path(Schedule));

    [Fact]
    public void One_step_starts_at_the_most_noise()
    {
        Assert.Equal([99], new DdimSampler { Steps = 1 }.Path(Schedule));
        Assert.Equal(50, new HeunSampler { Steps = 1 }.Path(Continuous).Single(), 1e-12);
    }
}
