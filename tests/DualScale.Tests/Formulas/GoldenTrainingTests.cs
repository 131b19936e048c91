using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Formulas;

/// <summary>
/// The product's trainer, given the numbers that the papers' own code drew: predictions, loss, every gradient, its clipping
/// and the weights after three steps.
/// </summary>
public sealed class GoldenTrainingTests
{
    private static readonly NetworkSize Small = new() { EmbeddingDimension = 16, HiddenWidth = 32 };

    public static TheoryData<string> Cases => GoldenTraining.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Training_follows_the_published_code(string name)
    {
        var golden = new GoldenTraining(name);
        using var trainer = Open(golden, name);
        for (var step = 0; step < golden.Steps; step++)
        {
            // The average still copies the weights at every step, so the model is of the weights as they are.
            using (var model = trainer.ToModel())
                Look(model, golden, step);
            double[] levels = [.. golden.Timesteps(step).Select(t => (double)t)];
            var loss = trainer.Advance(new TrainingDraws(golden.Clean(step), golden.Noise(step), levels));
            Assert.Equal(golden.Values(step, "loss")[0], loss, 4e-6);
            var ofNetwork = golden.Values(step, "grad_norm")[0];
            var ofGrids = golden.GridSizes.Length > 0 ? golden.Values(step, "grid_grad_norm")[0] : 0;
            Assert.Equal(ofNetwork, trainer.Optimizer.NormOf(ParameterGroup.Network), ofNetwork * 1e-5);
            Assert.Equal(ofGrids, trainer.Optimizer.NormOf(ParameterGroup.Separate), 1e-5);

            // After one step the first moment is a tenth of the clipped gradient.
            foreach (var parameter in trainer.Learned().Where(_ => step == 0))
            {
                var clip = Math.Min(1, 0.5f / (parameter.Group == ParameterGroup.Separate ? ofGrids : ofNetwork));
                var wanted = golden.Values(0, $"grad/{parameter.Name}").Select(gradient => 0.1f * clip * gradient).ToArray();
                trainer.FirstMoment(parameter.Name).ShouldBeCloseTo(wanted, 2e-7, 2e-4, parameter.Name);
            }
        }

        // Three steps of at most 3e-4 each; where a gradient is near zero its sign decides the step, hence the absolute part.
        foreach (var array in trainer.Learned().Select(parameter => parameter.Name))
            trainer.Weights(array).ShouldBeCloseTo(golden.Vectors.Values<float>($"final/{array}"), 8e-6, 1e-5, array);
    }

    [Fact]
    public void Average_follows_the_published_trace()
    {
        // A learning rate that moves nothing; the weights are set before each step.
        const string Array = "network.0.bias";
        var golden = new GoldenCase("ema-trace");
        var wanted = golden.Values<long>("update_index").Zip(golden.Values<double>("ema_value")).ToDictionary();
        var size = new NetworkSize { EmbeddingDimension = 4, HiddenWidth = 2, ResidualBlocks = 0 };
        var options = new TrainingOptions { Steps = (int)wanted.Keys.Max(), LearningRate = 1e-30, BatchSize = 2, Threads = 1 };
        using var trainer = new Trainer(new BaselineDenoiser(size), Points(4), options);
        var draws = new TrainingDraws(new float[4], [1, -1, 2, 0.5f], [3, 50]);
        for (var call = 1; call <= options.Steps; call++)
        {
            trainer.Replace(Array, [(float)Math.Sin(0.01 * call), 0]);
            trainer.Advance(draws);
            if (!wanted.TryGetValue(call, out var average))
                continue;
            using var model = trainer.ToModel();
            Assert.Equal(average, trainer.Averaged(Array)[0], 2e-6);
            Assert.Equal(trainer.Averaged(Array), model.Read(model.Parameters.Single(parameter => parameter.Name == Array)));
        }
    }

    private static void Look(DiffusionModel model, GoldenTraining golden, int step)
    {
        // Rows of one timestep are asked about together.
        foreach (var rows in golden.Timesteps(step).Index().GroupBy(row => row.Item, row => row.Index))
        {
            // In training a grid is read at x₀, in sampling at x_t: only without a grid is the output that of training.
            var hasGrid = golden.GridSizes.Length > 0;
            var at = new PointSet(Take(hasGrid ? golden.Clean(step) : golden.Values(step, "x_t"), 2), ["x", "y"]);
            if (!hasGrid)
            {
                var predicted = model.PredictNoise(at, rows.Key).Values.ToArray();
                predicted.ShouldBeCloseTo(Take(golden.Values(step, "pred"), 2), 2e-5, 1e-4, "prediction");
            }

            foreach (var (output, values) in model.Inspect(at, rows.Key))
            {
                var recorded = golden.Values(step, output == NoiseGrid.FactorOutput ? "alpha" : output);
                values.ShouldBeCloseTo(Take(recorded, values.Length / at.Count), 1e-5, 1e-5, output);
            }

            float[] Take(float[] values, int columns) => [.. rows.SelectMany(row => values.Skip(row * columns).Take(columns))];
        }
    }

    private static Trainer Open(GoldenTraining golden, string name)
    {
        // The published code looks up the cell of [-1, 1] that x is in.
        var grid = golden.GridSizes.Length == 0 ? null : new NoiseGrid
        {
            Sizes = golden.GridSizes,
            Interpolation = GridInterpolation.Nearest,
            Extent = (-1, 1),
            L1Weight = golden.L1Weight,
        };
        var options = new TrainingOptions
        {
            Steps = golden.PlannedSteps,
            BatchSize = golden.Batch,
            DiversityWeight = golden.DiversityWeight,
            Ema = new EmaOptions { UpdateEvery = 1 },
            Threads = 2,
        };
        var schedule = new NoiseSchedule(100, 1e-4, 0.02, BetaSchedule.Linear);
        var trainer = new Trainer(Denoiser(name), Points(golden.Batch), options, schedule, grid: grid);
        var names = trainer.Learned().Select(parameter => parameter.Name);
        Assert.Equal(PlainWeights.Of(golden.Vectors).Arrays.Keys.Order(), names.Order());
        foreach (var parameter in trainer.Learned())
        {
            Assert.Equal(golden.Vectors.Shape($"param/{parameter.Name}"), parameter.Shape);
            trainer.Put(parameter.Name, golden.Vectors.Values<float>($"param/{parameter.Name}"));
        }

        return trainer;
    }

    private static PointSet Points(int rows) => new(new float[rows * GoldenTraining.Columns], ["x", "y"]);

    private static IDenoiser Denoiser(string name) => name switch
    {
        "dual-scale-fixed" => DualScale(Weighting.Fixed),
        "dual-scale-adaptive" => DualScale(Weighting.Adaptive),
        "dual-scale-improved" => DualScale(Weighting.Improved),
        "dual-expert" => new DualExpertDenoiser { Size = Small },
        "dual-expert-enhanced-gate" => new DualExpertDenoiser { Size = Small, EnhancedGate = true },
        _ when name.StartsWith("dual-expert", StringComparison.Ordinal) =>
            new DualExpertDenoiser { Size = Small, EnhancedGate = true, IncreasedCapacity = true },
        _ => new BaselineDenoiser(Small),
    };

    private static DualScaleDenoiser DualScale(Weighting weighting) =>
        new() { Size = Small, Weighting = weighting, PublishedLocalInputs = true };
}
