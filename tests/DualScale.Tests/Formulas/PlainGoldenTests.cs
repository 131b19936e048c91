namespace DualScale.Tests.Formulas;

/// <summary>The plain code itself, against the papers' code.</summary>
public sealed class PlainGoldenTests
{
    private static readonly PlainSize Size = new();
    private static readonly double[] Betas = PlainSchedule.Linear(100, 1e-4, 0.02);

    public static TheoryData<string> Cases => GoldenTraining.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Plain_training_follows_the_published_code(string name)
    {
        var golden = new GoldenTraining(name);
        var names = golden.GridSizes.Length == 1 ? new[] { "noise_grid" } : ["coarse_noise_grid", "fine_noise_grid"];
        (double, double)[] box = [(-1, 1), (-1, 1)];
        PlainGrid[] grids = [.. golden.GridSizes.Zip(names, (size, array) => new PlainGrid(array, size, box, Linear: false))];
        var training = new PlainTraining(PlainWeights.Of(golden.Vectors)) { Steps = golden.PlannedSteps };
        for (var step = 0; step < golden.Steps; step++)
        {
            var (clean, noise, timesteps) = (Rows(golden.Clean(step)), Rows(golden.Noise(step)), golden.Timesteps(step));
            var loss = training.Advance(weights =>
            {
                var factors = new Traced?[clean.Length];
                var (noisy, predicted) = (new Traced[clean.Length][], new Traced[clean.Length][]);
                foreach (var (row, t) in timesteps.Index())
                {
                    factors[row] = grids.Length == 0 ? null : PlainGrid.Factor(grids, weights, Traced.Of(clean[row]), t);
                    noisy[row] = PlainLevel.Discrete(Betas, t).Noisy(clean[row], noise[row], factors[row]);
                    predicted[row] = Network(name)(weights, noisy[row], t, new PlainBeside(factors[row]));
                }

                // PyTorch multiplies up ᾱ in single precision, so its √(1 - ᾱ) is off by up to 1e-6 at small t.
                Flat(noisy).ShouldBeCloseTo(Doubles(golden.Values(step, "x_t")), 4e-6, 1e-6, "x_t");
                Flat(predicted).ShouldBeCloseTo(Doubles(golden.Values(step, "pred")), 2e-5, 1e-4, "prediction");
                if (grids.Length > 0)
                    Traced.Values(factors!).ShouldBeCloseTo(Doubles(golden.Values(step, "alpha")), 0, 1e-6, "α");
                var error = PlainLoss.MeanSquare(predicted, [.. noise.Select(Traced.Of)]);
                if (golden.DiversityWeight > 0)
                    error += PlainLoss.Diversity(predicted, golden.DiversityWeight);
                return golden.L1Weight > 0 ? error + PlainLoss.Sparsity(weights.Array(names[^1]), golden.L1Weight) : error;
            });

            Assert.Equal(golden.Values(step, "loss")[0], loss, 4e-6);
            Assert.Equal(golden.Values(step, "grad_norm")[0], training.Norms.Network, golden.Values(step, "grad_norm")[0] * 1e-5);
            if (grids.Length > 0)
                Assert.Equal(golden.Values(step, "grid_grad_norm")[0], training.Norms.Grid, 1e-5);
            foreach (var (array, gradient) in training.Gradients.Where(_ => step == 0))
                gradient.ShouldBeCloseTo(Doubles(golden.Values(0, $"grad/{array}")), 2e-6, 2e-4, array);
        }

        // Three steps of at most 3e-4 each; where a gradient is near zero its sign decides the step, hence the absolute part.
        foreach (var (array, values) in training.Weights)
            values.ShouldBeCloseTo(Doubles(golden.Vectors.Values<float>($"final/{array}")), 8e-6, 1e-5, array);
    }

    [Theory]
    [InlineData(99)]
    [InlineData(50)]
    [InlineData(1)]
    [InlineData(0)]
    public void Plain_ancestral_step_is_the_published_one(int timestep)
    {
        var golden = new GoldenCase("ddpm-linear-100");
        var (x, predicted, fresh) = (Of("sample"), Of("model_output"), Of($"t{timestep}/noise"));
        int[] timesteps = timestep == 0 ? [0] : [timestep, timestep - 1];

        // The step's result is where the network is asked next; after the last it is the end.
        var asked = new List<double[]>();
        var sampler = new PlainSamplers([.. timesteps.Select(t => PlainLevel.Discrete(Betas, t))], Predict, _ => fresh);
        var end = sampler.Ddpm(x);
        (timestep == 0 ? end : asked[1]).ShouldBeCloseTo(Of($"t{timestep}/prev_sample"), 1e-6, timestep <= 1 ? 3e-4 : 2e-5, "x");

        double[] Predict(double[] at, PlainLevel level)
        {
            asked.Add(at);
            return predicted;
        }

        double[] Of(string what) => Doubles(golden.Values<float>(what));
    }

    [Fact]
    public void Plain_schedule_is_the_published_one()
    {
        var golden = new GoldenCase("ddpm-linear-100");
        Betas.ShouldBeCloseTo(Doubles(golden.Values<float>("betas")), 1e-9, 1e-6, "β");
        Enumerable.Range(0, 100).Select(t => PlainSchedule.AlphaBar(Betas, t)).ToArray()
            .ShouldBeCloseTo(Doubles(golden.Values<float>("alphas_cumprod")), 0, 3e-6, "ᾱ");
    }

    [Fact]
    public void Plain_average_follows_the_published_trace()
    {
        var golden = new GoldenCase("ema-trace");
        var wanted = golden.Values<long>("update_index").Zip(golden.Values<double>("ema_value")).ToDictionary();
        var start = new PlainWeights(new Dictionary<string, Traced[]> { ["w"] = [0.0] });
        var training = new PlainTraining(start) { Steps = 1000, LearningRate = 0 };
        for (var call = 1; call <= wanted.Keys.Max(); call++)
        {
            training.Weights["w"][0] = Math.Sin(0.01 * call);
            training.Advance(weights => weights.Array("w")[0]);
            if (wanted.TryGetValue(call, out var average))
                Assert.Equal(average, training.Average["w"][0], 1e-6);
        }
    }

    private static PlainNetwork Network(string name) => name switch
    {
        "dual-scale-fixed" => PlainNetworks.FixedDualScale(Size, published: true),
        "dual-scale-adaptive" => PlainNetworks.AdaptiveDualScale(Size, published: true),
        "dual-scale-improved" => PlainNetworks.ImprovedDualScale(Size, published: true),
        "dual-expert" => PlainNetworks.TwoExperts(Size),
        "dual-expert-enhanced-gate" => PlainNetworks.TwoExperts(Size, enhanced: true),
        "dual-expert-capacity" or "dual-expert-diversity" => PlainNetworks.TwoExperts(Size, enhanced: true, capacity: true),
        _ => PlainNetworks.Baseline(Size),
    };

    private static double[][] Rows(float[] values) => [.. Doubles(values).Chunk(GoldenTraining.Columns)];

    private static double[] Flat(Traced[][] rows) => Traced.Values(rows.SelectMany(row => row));

    private static double[] Doubles(float[] values) => [.. values.Select(value => (double)value)];
}
