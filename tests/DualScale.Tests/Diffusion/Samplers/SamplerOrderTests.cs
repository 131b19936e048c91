using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Diffusion.Samplers;

/// <summary>
/// Of standard normal data EDM's c_skip is the exact posterior mean, so a network that returns zero is the exact denoiser and the
/// probability flow takes y to y/√(1 + σ²): what a sampler ends at is known in closed form.
/// </summary>
public sealed class SamplerOrderTests
{
    private const double Sigma = 5;

    [Theory]
    [InlineData("ddim", 1)]
    [InlineData("euler", 1)]
    [InlineData("heun", 2)]
    [InlineData("dpm++2m", 2)]
    public void Deterministic_samplers_come_nearer_to_the_flow_by_their_order(string name, int order)
    {
        var sampler = SamplerCatalogue.Find(name);
        var (coarse, fine) = (Error(sampler with { Steps = 20 }), Error(sampler with { Steps = 40 }));
        Assert.InRange(Math.Log2(coarse / fine), order - 0.3, order + 0.7);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("euler-ancestral", 1)]
    [InlineData("edm-churn", 2)]
    public void Random_samplers_come_nearer_to_the_data_s_variance_by_their_order(string name, int order)
    {
        var sampler = SamplerCatalogue.Find(name) with { Spacing = LevelSpacing.LogUniform };
        if (sampler is ChurningSampler churning)
            sampler = churning with { Churn = 2 };
        double Error(int steps) => Math.Abs(Variance(sampler with { Steps = steps }) - 1);
        Assert.InRange(Math.Log2(Error(8) / Error(16)), order - 0.4, order + 0.7);
    }

    [Fact]
    public void Angular_steps_come_nearer_to_the_flow_of_wider_data_by_the_second_order_of_their_start()
    {
        // Normal data of standard deviation 3, of which y goes to 3·y/√(9 + σ²).
        using var model = Model(new ContinuousLevels(0.01, Sigma), sigmaData: 3);
        var (most, least) = (Math.Atan(Sigma), Math.Atan(0.01));
        double Error(int steps) => Start().Values.ToArray()
            .Zip(Draw(model, new AngularSampler { Levels = [Sigma, .. Inner(steps), 0.01] }))
            .Average(pair => Math.Abs(3 * pair.First / Math.Sqrt(9 + Sigma * Sigma) - pair.Second));
        IEnumerable<double> Inner(int steps) => Enumerable.Range(1, steps - 2)
            .Select(i => Math.Tan(most + (least - most) * i / (steps - 1)));
        Assert.InRange(Math.Log2(Error(20) / Error(40)), 1.6, 2.4);
    }

    [Fact]
    public void Angular_steps_lead_noise_of_normal_data_to_points_without_error()
    {
        var start = Start().Values.ToArray();
        using var model = Model(new ContinuousLevels(0.01, Sigma));
        foreach (var steps in (int[])[1, 2, 5])
        {
            foreach (var (noisy, drawn) in start.Zip(Draw(model, new AngularSampler { Steps = steps })))
                Assert.Equal(noisy / Math.Sqrt(1 + Sigma * Sigma), drawn, 1e-5);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public void Angular_steps_go_down_from_more_noise_than_angles_tell_apart(int timesteps)
    {
        // Of x = a·x₀ + s·ε with next to no x₀ left, and normal data of standard deviation 3, the flow leads x to 3·x.
        using var model = Model(new NoiseSchedule(timesteps), sigmaData: 3);
        foreach (var (noisy, drawn) in Start().Values.ToArray().Zip(Draw(model, new AngularSampler())))
            Assert.Equal(3 * noisy, drawn, 0.02 * Math.Abs(noisy));
    }

    [Fact]
    public void Churn_renews_the_noise_and_none_is_heun_s()
    {
        using var model = Model(new ContinuousLevels(0.01, Sigma));
        var heun = Draw(model, new HeunSampler { Steps = 6 });
        Assert.Equal(heun, Draw(model, new ChurningSampler { Steps = 6, Churn = 0 }));
        Assert.True(FromHeun(new ChurningSampler { Steps = 6, ChurnFrom = 4.9 }) < 1e-5, "raised above the most noise");
        Assert.True(FromHeun(new ChurningSampler { Steps = 6, ChurnFrom = 1, ChurnTo = 4.9 }) > 1e-2, "not raised");
        var crossed = new ChurningSampler { ChurnFrom = 2, ChurnTo = 1 };
        var exception = Assert.Throws<InvalidInputException>(() => Draw(model, crossed));
        Assert.Contains("churn-from is 2 and churn-to 1", exception.Message);

        double FromHeun(Sampler sampler) => Draw(model, sampler).Zip(heun).Max(pair => Math.Abs(pair.First - pair.Second));
    }

    [Fact]
    public void Samples_of_every_sampler_depend_neither_on_their_number_nor_on_the_threads()
    {
        using var model = Model(new ContinuousLevels(0.01, Sigma));
        foreach (var (name, _, sampler) in SamplerCatalogue.All.Where(entry => entry.Sampler is not GridSampler))
        {
            float[] Samples(int count, int threads) => model.Sample(
                count, new SamplingOptions { Sampler = sampler with { Steps = 4 }, Threads = threads }).Values.ToArray();
            var many = Samples(1000, 1);
            Assert.True(many.AsSpan().SequenceEqual(Samples(1000, 3)), name);
            Assert.True(many.AsSpan(0, 150).SequenceEqual(Samples(150, 2)), name);
        }
    }

    [Fact]
    public void Own_levels_are_visited_as_they_are_given()
    {
        using var model = Model(new ContinuousLevels(0.01, Sigma));
        double[] levels = [.. new LogarithmicList(Sigma, 0.01, 15)];
        var own = Draw(model, new HeunSampler { Levels = levels });
        var spaced = Draw(model, new HeunSampler { Steps = 15, Spacing = LevelSpacing.LogUniform });
        for (var i = 0; i < own.Length; i++)
            Assert.Equal(spaced[i], own[i], 1e-6);
    }

    private static double Error(Sampler sampler)
    {
        using var model = Model(new ContinuousLevels(0.01, Sigma));
        var start = Start();
        var drawn = Draw(model, sampler);

        // The samplers end at the least σ with the exact denoiser, whose error there is of the order of 1e-4.
        return start.Values.ToArray().Zip(drawn)
            .Average(pair => Math.Abs(pair.First / Math.Sqrt(1 + Sigma * Sigma) - pair.Second));
    }

    // Of points drawn at the law of the first level, where the data's variance is 1.
    private static double Variance(Sampler sampler)
    {
        using var model = Model(new ContinuousLevels(0.01, Sigma));
        var samples = model.Sample(200_000, new SamplingOptions { Sampler = sampler }).Values.ToArray();
        return samples.Average(value => (double)value * value);
    }

    private static float[] Draw(DiffusionModel model, Sampler sampler) =>
        model.Sample(Start().Count, new SamplingOptions { Sampler = sampler, Start = Start() }).Values.ToArray();

    private static PointSet Start() => new([.. Enumerable.Range(1, 40).Select(i => (float)(i * 0.4 - 8))], ["x"]);

    private static DiffusionModel Model(NoiseLevels levels, double sigmaData = 1)
    {
        using var trainer = new Trainer(
            new DiffusionRecipe
            {
                Denoiser = new Nothing(),
                Levels = levels,
                Parametrization = new EdmParametrization(sigmaData),
            },
            Start(), new TrainingOptions { Steps = 1 });
        return trainer.ToModel();
    }

    private sealed record Nothing : IDenoiser
    {
        public Node Predict(Graph graph, DenoiserInput input) => graph.Affine(graph.Linear("unused", 1, input.X), 0, 0);
    }

    private sealed class LogarithmicList(double most, double least, int count) : List<double>(
        Enumerable.Range(0, count).Select(i => most * Math.Pow(least / most, (double)i / (count - 1))));
}
