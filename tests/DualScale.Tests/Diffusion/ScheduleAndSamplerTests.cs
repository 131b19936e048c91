using DualScale.Denoisers;
using DualScale.Diffusion;

namespace DualScale.Tests.Diffusion;

public sealed class ScheduleAndSamplerTests
{
    private readonly NoiseSchedule _schedule = new(100, 1e-4, 0.02, BetaSchedule.Linear);

    [Theory]
    [InlineData(null)]
    [InlineData(10)]
    public void Grid_sampler_has_the_mean_of_ddpm_and_the_paper_s_variance(int? steps)
    {
        var (grid, ddpm) = (Walk(new GridSampler { Steps = steps }), Walk(new DdpmSampler { Steps = steps }));
        for (var i = 0; i < grid.Count; i++)
        {
            Assert.Equal(ddpm[i].Timestep, grid[i].Timestep);
            Assert.Equal(ddpm[i].Point, grid[i].Point, 10);
            Assert.Equal(ddpm[i].Noise, grid[i].Noise, 10);
            var beta = 1 - _schedule.AlphaBar(grid[i].Timestep) / _schedule.AlphaBar(
                i + 1 < grid.Count ? grid[i + 1].Timestep : -1);
            Assert.Equal(i + 1 < grid.Count ? Math.Sqrt(beta) : 0, grid[i].Random, 12);
        }
    }

    [Fact]
    public void Schedule_equals_the_published_one()
    {
        var golden = new GoldenCase("ddpm-linear-100");
        var t = Enumerable.Range(0, 100).ToArray();
        t.Select(_schedule.Beta).ToArray().ShouldBeCloseTo(Doubles(golden, "betas"), 1e-9, 1e-6, "β");

        // The reference multiplies up ᾱ in single precision.
        t.Select(timestep => _schedule.AlphaBar(timestep)).ToArray()
            .ShouldBeCloseTo(Doubles(golden, "alphas_cumprod"), 0, 3e-6, "ᾱ");
    }

    [Theory]
    [InlineData(99)]
    [InlineData(50)]
    [InlineData(1)]
    [InlineData(0)]
    public void Ancestral_step_equals_the_published_one(int timestep)
    {
        var golden = new GoldenCase("ddpm-linear-100");
        var (_, ofPoint, ofNoise, ofRandom) = Walk(new DdpmSampler()).Single(step => step.Timestep == timestep);
        var (x, predicted, random) =
            (Doubles(golden, "sample"), Doubles(golden, "model_output"), Doubles(golden, $"t{timestep}/noise"));
        var previous = x.Select((value, i) => ofPoint * value + ofNoise * predicted[i] + ofRandom * random[i]).ToArray();

        // The reference takes 1 - ᾱ in single precision: at t = 0, where it is 1e-4, that is off by 2e-4 of itself.
        previous.ShouldBeCloseTo(Doubles(golden, $"t{timestep}/prev_sample"), 1e-6, timestep <= 1 ? 3e-4 : 2e-5, "x");
        Assert.Equal(timestep == 0 ? 0 : Math.Sqrt(golden.Values<float>($"t{timestep}/variance")[0]), ofRandom, 1e-5);
    }

    [Fact]
    public void Quadratic_schedule_has_evenly_spaced_roots()
    {
        var schedule = new NoiseSchedule(11, 1e-4, 0.04, BetaSchedule.Quadratic);
        for (var t = 0; t < 11; t++)
            Assert.Equal(0.01 + t * (0.2 - 0.01) / 10, Math.Sqrt(schedule.Beta(t)), 12);
    }

    [Fact]
    public void Ddim_with_the_true_noise_returns_the_clean_point()
    {
        const double Clean = 0.7, Noise = -1.3;
        foreach (var steps in new[] { 1, 2, 7, 100 })
        {
            var walk = Walk(new DdimSampler { Steps = steps });
            Assert.Equal(steps, walk.Count);
            Assert.Equal(99, walk[0].Timestep);
            var x = _schedule.SignalScale(99) * Clean + _schedule.NoiseScale(99) * Noise;
            foreach (var (timestep, ofPoint, ofNoise, ofRandom) in walk)
            {
                Assert.Equal(0, ofRandom);
                Assert.Equal(_schedule.SignalScale(timestep) * Clean + _schedule.NoiseScale(timestep) * Noise, x, 10);
                x = ofPoint * x + ofNoise * Noise;
            }

            Assert.Equal(Clean, x, 10);
        }
    }

    [Fact]
    public void Ddim_is_euler_s_sampler_without_fresh_noise_and_the_ancestral_ones_with_it()
    {
        Same(new DdimSampler { Steps = 25 }, new EulerSampler { Steps = 25 });
        Same(new DdimSampler { Steps = 25, Eta = 0.6 }, new AncestralEulerSampler { Steps = 25, Eta = 0.6 });
        Same(new DdimSampler { Steps = 25, Eta = 1 }, new AncestralEulerSampler { Steps = 25 });
        Same(new DdimSampler { Steps = 25, Eta = 1 }, new DdpmSampler { Steps = 25 });

        void Same(LinearSampler one, LinearSampler other)
        {
            foreach (var (a, b) in Walk(one).Zip(Walk(other)))
            {
                Assert.Equal(a.Point, b.Point, 9);
                Assert.Equal(a.Noise, b.Noise, 9);
                Assert.Equal(a.Random, b.Random, 9);
            }
        }
    }

    [Fact]
    public void Impossible_schedules_and_walks_are_refused()
    {
        Assert.Throws<InvalidInputException>(() => new NoiseSchedule(1));
        Assert.Throws<InvalidInputException>(() => new NoiseSchedule(10, 0.1, 0.05));
        Assert.Throws<InvalidInputException>(() => new NoiseSchedule(10, double.NaN, 0.05));
        Assert.Throws<InvalidInputException>(() => new DdpmSampler { Steps = 0 }.Path(_schedule));
        Assert.Throws<InvalidInputException>(() => new DdimSampler { Steps = 101 }.Path(_schedule));
        Assert.Throws<InvalidInputException>(
            () => new DdimSampler { Eta = 1.5 }.Require(new DiffusionRecipe { Denoiser = new BaselineDenoiser() }));
    }

    private List<(double Timestep, double Point, double Noise, double Random)> Walk(LinearSampler sampler)
    {
        var path = sampler.Path(_schedule);
        return [.. path.Select((level, i) =>
        {
            var (point, noise, random) = sampler.Step(_schedule, level, i + 1 < path.Count ? path[i + 1] : -1);
            return (level, point, noise, random);
        })];
    }

    private static double[] Doubles(GoldenCase golden, string name) =>
        [.. golden.Values<float>(name).Select(value => (double)value)];
}
