using System.Diagnostics;
using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Diffusion.ModelFiles;

public sealed class ModelFileTests : IDisposable
{
    private static readonly NetworkSize Small = new() { EmbeddingDimension = 8, HiddenWidth = 16, ResidualBlocks = 1 };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kept => ["plain", "betas", "cosine", "continuous", "grid"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kept))]
    public void Model_read_back_is_the_model_written(string name)
    {
        var recipe = name switch
        {
            "betas" => new DiffusionRecipe
            {
                Denoiser = new DualScaleDenoiser { Size = Small, AdaptiveSlope = 0.1f },
                Levels = NoiseSchedule.OfBetas([0.01, 0.3, 0.02, 0.5]),
                Parametrization = new CleanParametrization()
            },
            "cosine" => new DiffusionRecipe
            {
                Denoiser = new DualScaleDenoiser { Size = Small, Weighting = Weighting.Improved },
                Levels = new NoiseSchedule(12, shape: BetaSchedule.Cosine),
                Parametrization = new VelocityParametrization()
            },
            "continuous" => new DiffusionRecipe
            {
                Denoiser = new DualExpertDenoiser { Size = Small, Experts = 3 },
                Levels = new ContinuousLevels(0.01, 4, new LogNormalDensity(-1, 0.8)),
                Parametrization = new EdmParametrization(0.5)
            },
            "grid" =>
                new DiffusionRecipe
                {
                    Denoiser = new BaselineDenoiser(Small),
                    Grid = new NoiseGrid
                    {
                        Sizes = [2, 3],
                        Extent = (-2, 2),
                        Normalization = GridNormalization.GeometricMean,
                        Step = GridStep.Ddpm
                    }
                },
            _ => new DiffusionRecipe { Denoiser = new BaselineDenoiser(Small) },
        };
        using var trainer = new Trainer(recipe, Data(), new TrainingOptions { Steps = 5 }, Standardization.Fit(Data()));
        using var model = trainer.Run();
        ModelFile.Save(model, _folder["m.safetensors"], new System.Text.Json.Nodes.JsonObject { ["name"] = name });
        using var read = ModelFile.Load(_folder["m.safetensors"]);
        Assert.Equal(model.Denoiser, read.Denoiser);
        Assert.Equal(model.Levels, read.Levels);
        Assert.Equal(model.Recipe.Parametrization, read.Recipe.Parametrization);
        Assert.Equal(model.Range, read.Range);
        var options = new SamplingOptions { Seed = 2 };
        Assert.Equal(model.Sample(30, options).Values.ToArray(), read.Sample(30, options).Values.ToArray());
        Assert.Equal(name, ModelFile.ReadConfiguration(_folder["m.safetensors"])!["name"]!.GetValue<string>());
    }

    [Fact]
    public void Network_of_one_s_own_is_named_and_asked_for()
    {
        using var trainer = new Trainer(new Straight(3), Data(), new TrainingOptions { Steps = 5 });
        using var model = trainer.Run();
        ModelFile.Save(model, _folder["m.safetensors"]);
        Assert.Contains($"{nameof(Straight)}; give that network", Refusal(() => ModelFile.Load(_folder["m.safetensors"])));
        Assert.Contains("'straight.weight' has shape", Refusal(() => ModelFile.Load(_folder["m.safetensors"], new Straight(4))));
        Assert.Contains(
            "no array 'network.0.weight'", Refusal(() => ModelFile.Load(_folder["m.safetensors"], new BaselineDenoiser())));
        using var read = ModelFile.Load(_folder["m.safetensors"], new Straight(3));
        Assert.Equal(model.Sample(20).Values.ToArray(), read.Sample(20).Values.ToArray());
    }

    [Fact]
    public void Claims_are_held_against_the_arrays_before_memory_is_taken()
    {
        using var trainer = new Trainer(new BaselineDenoiser(Small), Data(), new TrainingOptions { Steps = 1 });
        using var model = trainer.Run();
        ModelFile.Save(model, _folder["m.safetensors"]);
        var file = SafetensorsFile.Read(_folder["m.safetensors"]);
        file.Metadata["recipe"] = file.Metadata["recipe"].Replace("\"hidden-width\":16", "\"hidden-width\":4096")
            .Replace("\"residual-blocks\":1", "\"residual-blocks\":64");
        file.Write(_folder["claims.safetensors"]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var resident = Process.GetCurrentProcess().WorkingSet64;
        Assert.Contains("has shape", Refusal(() => ModelFile.Load(_folder["claims.safetensors"])));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
        Assert.InRange(Process.GetCurrentProcess().WorkingSet64 - resident, long.MinValue, 500_000_000);
    }

    [Theory]
    [InlineData("\"kind\":\"baseline\"", "\"kind\":\"basline\"", "There is no model 'basline'. Did you mean 'baseline'?")]
    [InlineData("\"hidden-width\":16", "\"hidden-width\":1", "model.hidden-width is 1; give 2 to 4096")]
    [InlineData("\"hidden-width\":16", "\"hidden-width\":\"wide\"", "model.hidden-width cannot be")]
    [InlineData("\"timesteps\":100", "\"timesteps\":1", "diffusion.timesteps is 1")]
    [InlineData("\"kind\":\"discrete\"", "\"kind\":\"discreet\"", "There is no noise levels 'discreet'")]
    [InlineData("\"levels\"", "\"levls\"", "metadata cannot be read")]
    public void Damaged_descriptions_are_refused_with_the_reason(string part, string by, string message)
    {
        using var trainer = new Trainer(new BaselineDenoiser(Small), Data(), new TrainingOptions { Steps = 1 });
        using var model = trainer.Run();
        ModelFile.Save(model, _folder["m.safetensors"]);
        var file = SafetensorsFile.Read(_folder["m.safetensors"]);
        Assert.Contains(part, file.Metadata["recipe"]);
        file.Metadata["recipe"] = file.Metadata["recipe"].Replace(part, by);
        file.Write(_folder["m.safetensors"]);
        Assert.Contains(message, Refusal(() => ModelFile.Load(_folder["m.safetensors"])));
    }

    private static PointSet Data() => Shapes.Generate("moons", 200, 1);

    private static string Refusal(Action action) => Assert.Throws<InvalidInputException>(action).Message;

    private sealed record Straight(int Width) : IDenoiser
    {
        public Node Predict(Graph graph, DenoiserInput input) =>
            graph.Linear("end", input.X.Width, graph.Relu(graph.Linear("straight", Width, input.X, input.Level)));
    }
}
