using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Tests.Formulas;
using DualScale.Training;

namespace DualScale.Tests.Training;

public sealed class TrainerTests
{
    private static readonly NetworkSize Small = new() { EmbeddingDimension = 16, HiddenWidth = 24, ResidualBlocks = 1 };

    public static TheoryData<string> Denoisers =>
        ["baseline", "dual-scale", "dual-expert", "four experts", "grid", "dual-scale with normalised grid", "scale-space"];

    [Theory]
    [MemberData(nameof(Denoisers))]
    public void Number_of_threads_changes_no_bit_of_weights_or_samples(string name)
    {
        var wanted = Train(name, threads: 1);
        foreach (var threads in new[] { 2, 3 })
        {
            var actual = Train(name, threads);
            Assert.Equal(wanted.Weights, actual.Weights);
            Assert.Equal(wanted.Samples, actual.Samples);
        }
    }

    [Fact]
    public void First_samples_do_not_depend_on_how_many_are_drawn()
    {
        using var trainer = Create("dual-scale", 2);
        using var model = trainer.Run();
        var (few, many) = (model.Sample(100), model.Sample(1000));
        Assert.Equal(few.Values.ToArray(), many.Values[..few.Values.Length].ToArray());
        Assert.NotEqual(few.Values.ToArray(), model.Sample(100, new SamplingOptions { Seed = 1 }).Values.ToArray());
    }

    [Theory]
    [InlineData("dual-scale", 1)]
    [InlineData("dual-scale", 17)]
    [InlineData("dual-scale", 39)]
    [InlineData("scale-space", 17)]
    [InlineData("scale-space", 30)]
    public void Restored_training_ends_with_the_same_bits(string name, int stopAt)
    {
        using var folder = new TemporaryFolder();
        using var whole = Create(name, 2);
        using var first = Create(name, 2);
        using var second = Create(name, 1);
        while (first.Step < stopAt)
            first.Advance();
        Checkpoint.Save(first, 1.5, 0.25, folder["c.safetensors"]);
        var checkpoint = Checkpoint.Restore(second, folder["c.safetensors"]);
        Assert.Equal((stopAt, 1.5, 0.25), (checkpoint.Step, checkpoint.Seconds, checkpoint.LossSum));
        using var a = whole.Run();
        using var b = second.Run();
        Assert.Equal(a.Values.Values.Span.ToArray(), b.Values.Values.Span.ToArray());
        Assert.Equal(a.Levels, b.Levels);
        if (name == "scale-space")
            Assert.NotEqual(ScaleSpace.Levels, a.Levels);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Restored_training_has_the_same_levels_where_batches_are_so_small_that_some_are_not_met_for_long()
    {
        using var folder = new TemporaryFolder();
        using var whole = Start();
        using var first = Start();
        for (var step = 0; step < 9000; step++)
        {
            whole.Advance();
            first.Advance();
            if (step % 500 != 499)
                continue;
            Checkpoint.Save(first, 1, 1, folder["c.safetensors"]);
            using var second = Start();
            Checkpoint.Restore(second, folder["c.safetensors"]);
            using var a = whole.ToModel();
            using var b = second.ToModel();
            Assert.Equal(a.Levels, b.Levels);
        }

        static Trainer Start() => new(
            ScaleSpace, Shapes.Generate("moons", 40),
            new TrainingOptions { Steps = 9000, BatchSize = 2, Threads = 1, Ema = new EmaOptions { UpdateEvery = 1 } });
    }

    [Fact]
    public void Training_lowers_the_loss_and_a_step_allocates_nothing()
    {
        using var trainer = new Trainer(
            new BaselineDenoiser(Small), Shapes.Generate("moons", 2000),
            new TrainingOptions { Steps = 300, BatchSize = 64, Threads = 1, LearningRate = 3e-3 });
        var first = Enumerable.Range(0, 20).Average(_ => trainer.Advance());
        while (trainer.Step < 260)
            trainer.Advance();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var last = 0.0;
        for (var i = 0; i < 20; i++)
            last += trainer.Advance() / 20;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(last < 0.9 * first, $"{first} fell only to {last}");
    }

    [Fact]
    public void Every_epoch_visits_every_row_once()
    {
        var order = new BatchOrder(10, 4, seed: 3);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var batches = Enumerable.Range(0, 3).Select(i => order.Batch(epoch * 3 + i).ToArray()).ToArray();
            Assert.Equal([4, 4, 2], batches.Select(batch => batch.Length));
            Assert.Equal(Enumerable.Range(0, 10), batches.SelectMany(batch => batch).Order());
        }
    }

    [Fact]
    public void Exploding_loss_stops_and_names_the_step()
    {
        var points = new PointSet([.. Enumerable.Range(0, 64).Select(i => i * 5e36f)], ["x"]);
        using var trainer = new Trainer(new BaselineDenoiser(Small), points, new TrainingOptions { Steps = 50, Threads = 1 });
        var message = Assert.Throws<RunFailedException>(() =>
        {
            using var model = trainer.Run();
        }).Message;
        Assert.Matches(@"became (NaN|∞|Infinity) at step \d+", message);
    }

    [Fact]
    public void Gradients_whose_norm_overflows_while_the_loss_does_not_end_the_training_and_leave_the_weights_of_the_step_before()
    {
        using var trainer = new Trainer(
            new BaselineDenoiser(Small with { ResidualBlocks = 8 }), Shapes.Generate("moons", 200),
            new TrainingOptions { Steps = 50, LearningRate = 1, Threads = 1 });
        var message = Assert.Throws<RunFailedException>(() =>
        {
            using var ended = trainer.Run();
        }).Message;
        Assert.StartsWith($"The gradients grew out of range at step {trainer.Step + 1};", message);
        using var model = trainer.ToModel();
        Assert.All(model.Parameters.SelectMany(model.Read), weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void Sparsity_keeps_the_finest_grid_at_one_where_the_coarse_one_moves()
    {
        using var trainer = new Trainer(
            new BaselineDenoiser(Small), Shapes.Generate("moons", 2000),
            new TrainingOptions { Steps = 200, LearningRate = 3e-3 }, grid: new NoiseGrid { L1Weight = 0.01 });
        using var model = trainer.Run();
        var (coarse, fine) = (Excess(0), Excess(1));
        Assert.True(coarse > 20 * fine, $"coarse {coarse}, fine {fine}");

        double Excess(int grid) => model.Read(model.GridParameters[grid]).Average(value => Math.Abs(value - 1));
    }

    [Fact]
    public void Model_with_grids_that_are_not_averaged_has_the_last_grids_and_the_averaged_network()
    {
        var (averaged, raw) = (Train(true), Train(false));
        Assert.All(averaged.Model.Keys, name => Assert.Equal(averaged.Model[name], averaged.Average[name]));
        Assert.All(raw.Model.Keys, name => Assert.Equal(
            raw.Model[name], name.EndsWith("noise_grid", StringComparison.Ordinal) ? raw.Weights[name] : raw.Average[name]));
        Assert.NotEqual(raw.Model["fine_noise_grid"], raw.Average["fine_noise_grid"]);
        Assert.Equal(averaged.Average["fine_noise_grid"], raw.Average["fine_noise_grid"]);

        (Dictionary<string, float[]> Model, Dictionary<string, float[]> Average, Dictionary<string, float[]> Weights) Train(
            bool mean)
        {
            using var folder = new TemporaryFolder();
            using var trainer = new Trainer(
                new BaselineDenoiser(Small), Shapes.Generate("moons", 300), new TrainingOptions { Steps = 130 },
                grid: new NoiseGrid { Averaged = mean });
            using (var model = trainer.Run())
                ModelFile.Save(model, folder["model.safetensors"]);
            using var loaded = ModelFile.Load(folder["model.safetensors"]);
            Assert.Equal(mean, loaded.Grid!.Averaged);
            return (loaded.Parameters.ToDictionary(parameter => parameter.Name, loaded.Read),
                Arrays(trainer, trainer.Averaged), Arrays(trainer, name => trainer.Weights(name)));
        }

        static Dictionary<string, float[]> Arrays(Trainer trainer, Func<string, float[]> of) =>
            trainer.Parameters.ToDictionary(parameter => parameter.Name, parameter => of(parameter.Name));
    }

    [Fact]
    public void Normalised_grid_has_a_geometric_mean_of_one_over_the_data()
    {
        var data = Shapes.Generate("dino", 800);
        using var trainer = new Trainer(
            new BaselineDenoiser(Small), data, new TrainingOptions { Steps = 150, LearningRate = 1e-2 },
            grid: new NoiseGrid { Sizes = [3, 5], Normalization = GridNormalization.GeometricMean, L1Weight = 0 });
        using var model = trainer.Run();
        foreach (var t in new[] { 0, 50, 99 })
        {
            var factors = model.Inspect(data, t)[NoiseGrid.FactorOutput];
            Assert.Equal(0, factors.Average(factor => Math.Log(factor)), 1e-5);
            Assert.True(factors.Max() - factors.Min() > 1e-3, "The grid was to move.");
        }
    }

    [Fact]
    public void Prediction_survives_what_reads_it_afterwards()
    {
        using var plain = new Trainer(new Looking(false), Shapes.Generate("dino", 300), new TrainingOptions { Steps = 5 });
        using var looking = new Trainer(new Looking(true), Shapes.Generate("dino", 300), new TrainingOptions { Steps = 5 });
        using var a = plain.Run();
        using var b = looking.Run();
        Assert.Equal(a.Sample(50).Values.ToArray(), b.Sample(50).Values.ToArray());
    }

    [Fact]
    public void Grid_of_a_column_that_is_constant_in_training_stays_finite()
    {
        var points = new PointSet(
            [.. Enumerable.Range(0, 64).SelectMany(i => new[] { 1f, (float)Math.Sin(i) })], ["constant", "y"]);
        using var trainer = new Trainer(
            new BaselineDenoiser(Small), points, new TrainingOptions { Steps = 20 }, grid: new NoiseGrid());
        using var model = trainer.Run();
        Assert.All(model.Sample(10).Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Cancelled_training_can_go_on()
    {
        using var trainer = Create("baseline", 1);
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => trainer.Run(new StopAt(5, source), source.Token));
        Assert.Equal(5, trainer.Step);
        using var model = trainer.Run();
        Assert.Equal(40, trainer.Step);
    }

    [Fact]
    public void Options_outside_their_range_are_refused_by_name()
    {
        foreach (var (options, name) in new[]
                 {
                     (new TrainingOptions { Steps = -1 }, "training.steps is -1"),
                     (new TrainingOptions { BatchSize = 0 }, "training.batch-size"),
                     (new TrainingOptions { LearningRate = double.NaN }, "training.learning-rate"),
                     (new TrainingOptions { Ema = new EmaOptions { Decay = 1 } }, "training.ema.decay"),
                     (new TrainingOptions { Optimizer = new AdamWSettings { ClipNorm = 0 } }, "training.optimizer.clip-norm"),
                 })
            Assert.Contains(name, Assert.Throws<InvalidInputException>(options.Validate).Message);
    }

    private static Trainer Create(string name, int threads)
    {
        IDenoiser denoiser = name switch
        {
            "baseline" => new BaselineDenoiser(Small),
            "grid" => new BaselineDenoiser(Small),
            "dual-scale" or "dual-scale with normalised grid" =>
                new DualScaleDenoiser { Size = Small, Weighting = Weighting.Improved },
            "dual-expert" => new DualExpertDenoiser { Size = Small, EnhancedGate = true, IncreasedCapacity = true },
            _ => new DualExpertDenoiser { Size = Small, Experts = 4 },
        };
        var options = new TrainingOptions
        {
            Steps = 40,
            BatchSize = 100,
            Threads = threads,
            Seed = 5,
            DiversityWeight = name == "dual-expert" ? 0.05 : 0
        };
        var data = Shapes.Generate("dino", 330);
        return name == "scale-space"
            ? new Trainer(ScaleSpace, data, options with { ReferenceRows = 64, Ema = new EmaOptions { UpdateEvery = 1 } })
            : new Trainer(denoiser, data, options, grid: Grid(name));
    }

    private static DiffusionRecipe ScaleSpace => new()
    {
        Denoiser = new ScaleSpaceDenoiser { Width = 20, Blocks = 2 },
        Levels = new ContinuousLevels(density: new MeasuredDensity()),
        Parametrization = new EdmParametrization(),
    };

    private static NoiseGrid? Grid(string name) => name switch
    {
        "grid" => new NoiseGrid { Sizes = [4, 9] },
        "dual-scale with normalised grid" =>
            new NoiseGrid { Sizes = [3, 5, 7], Normalization = GridNormalization.GeometricMean, Step = GridStep.Ddpm },
        _ => null,
    };

    private static (float[] Weights, float[] Samples) Train(string name, int threads)
    {
        using var trainer = Create(name, threads);
        using var model = trainer.Run();
        return (model.Values.Values.Span.ToArray(), model.Sample(
            250, new SamplingOptions { Threads = threads, Seed = 9 }).Values.ToArray());
    }

    // Reads its own prediction for an output made after it.
    private sealed class Looking(bool looks) : IDenoiser
    {
        public Node Predict(Graph graph, DenoiserInput input)
        {
            var prediction = graph.Linear("last", 2, graph.Relu(graph.Linear("first", 8, input.X, input.Level)));
            if (looks)
                graph.Output("sign", graph.Sigmoid(graph.Affine(graph.Affine(prediction, 2, 1), 2, 1)));
            return prediction;
        }
    }

    private sealed class StopAt(int step, CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step == step)
                source.Cancel();
        }
    }
}
