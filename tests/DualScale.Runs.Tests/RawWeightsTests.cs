using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Runs.Configuration;
using DualScale.Training;

namespace DualScale.Runs.Tests;

public sealed class RawWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Evaluation_measures_the_weights_of_the_last_step_beside_their_average()
    {
        var run = Train(new EmaOptions { UpdateAfterStep = 1, UpdateEvery = 1 });
        var evaluation = run.Evaluate(new SamplingRequest { Count = 20, Seed = 4 });

        // A model file that was given the checkpoint's arrays.
        var checkpoint = SafetensorsFile.Read(run.Files.Checkpoint);
        var averaged = SafetensorsFile.Read(run.Files.Model);
        var file = new SafetensorsFile();
        foreach (var tensor in averaged.Tensors)
            file.Add<float>(tensor.Name, checkpoint.Get<float>("weights/" + tensor.Name), tensor.Shape);
        foreach (var (key, value) in averaged.Metadata.Where(pair => pair.Key != "checksum"))
            file.Metadata[key] = value;
        file.Write(_folder["raw.safetensors"]);
        using var raw = ModelFile.Load(_folder["raw.safetensors"]);
        Assert.Equal(raw.EvaluationLoss(
            run.Data.HeldOut, new EvaluationLossOptions { Seed = 4, Draws = 40 * 20 }).Mean, evaluation.RawEvaluationLoss);
        Assert.NotEqual(evaluation.EvaluationLoss, evaluation.RawEvaluationLoss);
        foreach (var grid in new[] { "coarse", "fine" })
        {
            var values = checkpoint.Get<float>(
                $"weights/{averaged.Tensors.Single(tensor => tensor.Name.EndsWith($"{grid}_noise_grid", StringComparison.Ordinal)).Name}");
            var mean = values.Sum(value => (double)value) / values.Length;
            Assert.Equal(values.Sum(value => Math.Pow(value - mean, 2)) / (values.Length - 1),
                evaluation.GridVariances[$"{grid}_grid_variance_raw"], 12);
            Assert.NotEqual(
                evaluation.GridVariances[$"{grid}_grid_variance"], evaluation.GridVariances[$"{grid}_grid_variance_raw"]);
        }
    }

    [Fact]
    public void Average_that_only_copies_measures_the_same_as_the_weights()
    {
        var evaluation = Train(new EmaOptions { UpdateAfterStep = 1000, UpdateEvery = 1 })
            .Evaluate(new SamplingRequest { Count = 20 });
        Assert.Equal(evaluation.EvaluationLoss, evaluation.RawEvaluationLoss);
        Assert.Equal(evaluation.GridVariances["fine_grid_variance"], evaluation.GridVariances["fine_grid_variance_raw"]);
    }

    [Fact]
    public void Missing_and_damaged_checkpoints_cost_no_more_than_their_measures()
    {
        var run = Train(new EmaOptions());
        File.WriteAllText(run.Files.Checkpoint, "damaged");
        var log = new EventLog();
        var damaged = run.Evaluate(new SamplingRequest { Count = 20 }, log);
        Assert.Contains(log.Of<RunMessage>(), message => message.Text.Contains("before averaging"));
        File.Delete(run.Files.Checkpoint);
        var without = run.Evaluate(new SamplingRequest { Count = 20 });
        Assert.All([damaged, without], evaluation => Assert.True(
            double.IsFinite(evaluation.EvaluationLoss) && double.IsNaN(evaluation.RawEvaluationLoss)
            && !evaluation.GridVariances.ContainsKey("fine_grid_variance_raw")));
    }

    private Run Train(EmaOptions average)
    {
        var configuration = new RunConfiguration
        {
            Data = new DataOptions { Source = "moons", Points = 400 },
            Model =
                new ModelOptions
                {
                    Network = new BaselineDenoiser(new NetworkSize { HiddenWidth = 8, EmbeddingDimension = 8 }),
                    AlwaysGrid = true,
                    Grid = new GridOptions { Sizes = [3, 6] }
                },
            Training = new TrainingOptions { Steps = 40, BatchSize = 64, LearningRate = 3e-3, Ema = average },
        };
        var run = Run.Create(_folder["run"], configuration);
        run.Train(1);
        return run;
    }
}
