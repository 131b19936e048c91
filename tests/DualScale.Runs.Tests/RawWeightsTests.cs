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
        var (document, _) = EvaluationSession.Evaluate(run, new SamplingRequest { Count = 20, Seed = 4 }, new Silence(), default);

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
        Assert.Equal(raw.EvaluationLoss(run.Data.HeldOut, new EvaluationLossOptions { Seed = 4 }).Mean, document["eval_loss_raw"]!.GetValue<double>());
        Assert.NotEqual(document["eval_loss"]!.GetValue<double>(), document["eval_loss_raw"]!.GetValue<double>());
        foreach (var grid in new[] { "coarse", "fine" })
        {
            var values = checkpoint.Get<float>($"weights/{averaged.Tensors.Single(tensor => tensor.Name.EndsWith($"{grid}_noise_grid", StringComparison.Ordinal)).Name}");
            var mean = values.Sum(value => (double)value) / values.Length;
            Assert.Equal(values.Sum(value => Math.Pow(value - mean, 2)) / (values.Length - 1), document[$"{grid}_grid_variance_raw"]!.GetValue<double>(), 12);
            Assert.NotEqual(document[$"{grid}_grid_variance"]!.GetValue<double>(), document[$"{grid}_grid_variance_raw"]!.GetValue<double>());
        }
    }

    [Fact]
    public void Average_that_only_copies_measures_the_same_as_the_weights()
    {
        var (document, _) = EvaluationSession.Evaluate(Train(new EmaOptions { UpdateAfterStep = 1000, UpdateEvery = 1 }), new SamplingRequest { Count = 20 }, new Silence(), default);
        Assert.Equal(document["eval_loss"]!.GetValue<double>(), document["eval_loss_raw"]!.GetValue<double>());
        Assert.Equal(document["fine_grid_variance"]!.GetValue<double>(), document["fine_grid_variance_raw"]!.GetValue<double>());
    }

    [Fact]
    public void Missing_and_damaged_checkpoints_cost_no_more_than_their_measures()
    {
        var run = Train(new EmaOptions());
        File.WriteAllText(run.Files.Checkpoint, "damaged");
        var screen = new Silence();
        var (document, _) = EvaluationSession.Evaluate(run, new SamplingRequest { Count = 20 }, screen, default);
        Assert.Contains(screen.Messages, message => message.Contains("before averaging"));
        File.Delete(run.Files.Checkpoint);
        var (without, _) = EvaluationSession.Evaluate(run, new SamplingRequest { Count = 20 }, new Silence(), default);
        Assert.All([document, without], evaluation => Assert.True(
            evaluation["eval_loss"] is not null && evaluation["eval_loss_raw"] is null && evaluation.ContainsKey("eval_loss_raw") && !evaluation.ContainsKey("fine_grid_variance_raw")));
    }

    private Run Train(EmaOptions average)
    {
        var files = new RunFiles(_folder["run"]);
        var configuration = new RunConfiguration
        {
            Data = new DataOptions { Source = "moons", Points = 400 },
            Model = new ModelOptions { Network = new BaselineDenoiser(new NetworkSize { HiddenWidth = 8, EmbeddingDimension = 8 }), AlwaysGrid = true, Grid = new GridOptions { Sizes = [3, 6] } },
            Training = new TrainingOptions { Steps = 40, BatchSize = 64, LearningRate = 3e-3, Ema = average },
        };
        RunCreation.Create(files, configuration, null);
        var run = Run.Open(files.Directory);
        TrainingSession.Complete(run, 1, new Silence(), default);
        return run;
    }

    private sealed class Silence : IScreen
    {
        public List<string> Messages { get; } = [];

        public void Message(string text) => Messages.Add(text);

        public void Progress(string title, Action<Action<double, string>> work) => work((_, _) => { });
    }
}
