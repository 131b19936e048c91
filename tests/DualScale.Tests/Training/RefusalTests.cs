using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Evaluation;
using DualScale.Interchange;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Training;

/// <summary>What the library refuses before it reads or writes memory that is not there.</summary>
public sealed class RefusalTests
{
    private static readonly NetworkSize Small = new() { EmbeddingDimension = 16, HiddenWidth = 24, ResidualBlocks = 1 };

    [Fact]
    public void Trainer_refuses_what_it_cannot_train()
    {
        Refused("1001 columns", () => new Trainer(new BaselineDenoiser(Small), Zeros(10, 1001)));
        Refused("3", () => new Trainer(new BaselineDenoiser(Small), Zeros(10, 2), scaling: Standardization.Identity(3)));
        Refused("at most 100,000,000", () =>
            new Trainer(new BaselineDenoiser(new NetworkSize { HiddenWidth = 4096, ResidualBlocks = 8 }), Zeros(10, 2)));

        // Two trunks whose first layers alone have more numbers than an int counts.
        var wide = new DualScaleDenoiser { Size = new NetworkSize { HiddenWidth = 4096, EmbeddingDimension = 4096 } };
        Refused("at most 100,000,000", () => new Trainer(wide, Zeros(10, 100)));
        Refused("diffusion.timesteps is 20000", () => new NoiseSchedule(20_000));
        Refused("beta-end 0.9", () => new NoiseSchedule(10_000, 1e-4, 0.9));
    }

    [Fact]
    public void Numbers_that_are_none_are_refused_with_their_row_before_the_training()
    {
        var (whole, broken) = (Zeros(10, 2), new PointSet([1, 2, 3, 4, float.NaN, 6, 7, 8], ["x", "y"]));
        Refused("Row 3 of the data has a number that is not finite", () => new Trainer(new BaselineDenoiser(Small), broken));
        Refused("Row 3 of the held-out rows has a number that is not finite", () => new Trainer(
            DiffusionRecipe.ScaleSpace, whole, new TrainingOptions { Keep = KeptWeights.Best }, heldOut: broken));
        Refused("cannot be split", () => HoldOut.Split(Zeros(1, 2), 0.5, new RandomStream(1, 0)));
        Refused("share to hold out is 1;", () => HoldOut.Split(whole, 1, new RandomStream(1, 0)));
    }

    [Fact]
    public void Noise_that_a_double_cannot_add_to_1_is_refused_and_the_least_of_a_range_is_not()
    {
        Refused("diffusion.betas holds 1E-17 at place 1", () => NoiseSchedule.OfBetas([1e-17, 0.5]));
        Refused("beta-start is 1E-17", () => new NoiseSchedule(10, 1e-17));
        Assert.True(new NoiseSchedule(10, 1e-12).Sigma(0) > 0);
        Scaled(1e-6f);
        Refused("model.coordinate-scale is 9.9E-07", () => Scaled(9.9e-7f));

        static DiffusionRecipe Scaled(float scale) => new DiffusionRecipe
        {
            Denoiser = new BaselineDenoiser(new NetworkSize { CoordinateScale = scale }),
        }.Validate();
    }

    [Fact]
    public void Model_refuses_other_columns_and_timesteps()
    {
        using var trainer = Create(new NoiseGrid { Sizes = [2] });
        using var model = trainer.ToModel();
        Refused("1 columns and the model 2", () => model.Inspect(Zeros(4, 1), 0));
        Refused("3 columns and the model 2", () => model.EvaluationLoss(Zeros(4, 3)));
        Refused("3 columns and the model 2", () => model.Diffuse(Zeros(4, 3), 0));
        Refused("timestep is 100", () => model.Inspect(Zeros(4, 2), 100));
        Refused("timestep is -1", () => model.Diffuse(Zeros(4, 2), -1));
        Refused("timestep is 999", () => model.Sample(4, new SamplingOptions { Sampler = new DdpmSampler { Levels = [999] } }));
    }

    [Fact]
    public void Model_is_measured_by_points_and_a_recipe_s_own_sampler_must_suit_it_before_the_training()
    {
        using var trainer = Create();
        using var model = trainer.ToModel();
        Refused("no points", () => model.EvaluationLoss(Zeros(0, 2)));
        Refused("no points", () => model.LogLikelihood(Zeros(0, 2)));
        Refused("likelihood.first is -1", () => model.LogLikelihood(Zeros(4, 2), new LikelihoodOptions { First = -1 }));
        Refused("grid sampler needs a model with a noise grid", () => new Trainer(
            DiffusionRecipe.ScaleSpace with { Sampler = new GridSampler() }, Zeros(10, 2), new TrainingOptions()));
        Refused("up to three columns", () => new Trainer(
            DiffusionRecipe.ScaleSpace with { Sampler = new TruncatedSampler() }, Zeros(10, 4), new TrainingOptions()));
    }

    [Fact]
    public void Disposed_objects_say_so()
    {
        var trainer = Create();
        var model = trainer.ToModel();
        trainer.Dispose();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trainer.Advance());
        Assert.Throws<ObjectDisposedException>(() => trainer.ToModel());
        Assert.Throws<ObjectDisposedException>(() => Checkpoint.Save(trainer, 0, 0, "never"));
        Assert.Throws<ObjectDisposedException>(() => model.Sample(1));
        Assert.Throws<ObjectDisposedException>(() => model.EvaluationLoss(Zeros(4, 2)));
        Assert.Throws<ObjectDisposedException>(() => model.Read(model.Parameters[0]));
    }

    [Fact]
    public void Denoiser_must_return_noise()
    {
        Assert.Contains("1 wide", Assert.Throws<ArgumentException>(
            () => new Trainer(new Odd((graph, x, _) => graph.Column(x, 0)), Zeros(4, 2))).Message);
        Assert.Contains("level node", Assert.Throws<ArgumentException>(
            () => new Trainer(new Odd((graph, _, t) => graph.Linear("a", 2, t)), Zeros(4, 2))).Message);
        Assert.Contains("no input", Assert.Throws<ArgumentException>(
            () => new Trainer(new Odd((graph, _, _) => graph.Linear("a", 2)), Zeros(4, 2))).Message);
    }

    [Fact]
    public void Checkpoint_of_another_training_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var one = Create(seed: 1);
        one.Advance();
        Checkpoint.Save(one, 0, 0, folder["c.safetensors"]);
        using var otherSeed = Create(seed: 2);
        using var otherNetwork = Create(
            size: new NetworkSize { EmbeddingDimension = 16, HiddenWidth = 24, ResidualBlocks = 1, CoordinateScale = 3 });
        foreach (var other in new[] { otherSeed, otherNetwork })
        {
            Refused("other settings or data", () => Checkpoint.Restore(other, folder["c.safetensors"]));
            Assert.Equal(0, other.Step);
        }

        using var same = Create(seed: 1, checkpointEvery: 3);
        Assert.Equal(1, Checkpoint.Restore(same, folder["c.safetensors"]).Step);
    }

    [Fact]
    public void Average_starts_as_the_weights_it_averages()
    {
        using var trainer = Create();
        Assert.Equal(trainer.Weights.Span.ToArray(), trainer.Optimizer.Average.Span.ToArray());
    }

    [Fact]
    public void Points_that_are_not_finite_have_no_divergence()
    {
        var broken = new PointSet([.. Enumerable.Range(0, 40).Select(i => i == 7 ? float.NaN : i)], ["x", "y"]);
        Refused("Row 4 of the generated points", () => KlDivergence.Estimate(Zeros(20, 2), broken));
    }

    [Fact]
    public void Arrays_of_other_types_are_not_read_as_integers()
    {
        var file = new SafetensorsFile();
        file.Add<long>("x", [1, 2, 3], 3);
        Assert.Throws<ArgumentException>(() => file.Get<int>("x"));
    }

    private static Trainer Create(NoiseGrid? grid = null, ulong seed = 1, NetworkSize? size = null, int checkpointEvery = 1000) =>
        new(
        new BaselineDenoiser(size ?? Small), Shapes.Generate("moons", 200, 1),
        new TrainingOptions { Steps = 10, BatchSize = 32, Seed = seed, CheckpointEvery = checkpointEvery }, grid: grid);

    private static PointSet Zeros(int rows, int columns) => new(new float[rows * columns], PointSet.DefaultNames(columns));

    private static void Refused(string message, Func<object> action) =>
        Assert.Contains(message, Assert.Throws<InvalidInputException>(action).Message);

    private sealed class Odd(Func<Graph, Node, Node, Node> network) : IDenoiser
    {
        public Node Predict(Graph graph, DenoiserInput input) => network(graph, input.X, input.Level);
    }
}
