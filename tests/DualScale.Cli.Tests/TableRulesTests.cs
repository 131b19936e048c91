using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Runs;
using DualScale.Runs.Configuration;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Cli.Tests;

/// <summary>A table is trained by rules of its size, below whatever was set.</summary>
[Collection("console")]
public sealed class TableRulesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _table;

    public TableRulesTests()
    {
        _table = _folder["people.csv"];
        File.WriteAllText(_table, "age;fare;sex\n" + string.Concat(
            Enumerable.Range(0, 300).Select(i => $"{20 + i * i % 50};{1 + i * i % 97}.5;{(i % 3 == 0 ? "m" : "f")}\n")));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Settings_win_over_the_rules_and_the_rules_over_what_suits_shapes()
    {
        File.WriteAllText(_folder["mine.yaml"], "training:\n  learning-rate: 0.002\n");
        var trained = ConsoleRun.Json("train", "--data", _table, "--out", _folder["run"], "--config", _folder["mine.yaml"],
            "--set", "model.width=8", "--set", "training.steps=30");
        var encoding = TableEncoding.Fit(TableFile.Read(_table));
        var rules = TableRules.Training(300, encoding);
        var network = (ScaleSpaceDenoiser)TableRules.Recipe(300, encoding).Denoiser;
        var run = Run.Open(_folder["run"]);
        Assert.Equal(
            rules with { Steps = 30, LearningRate = 0.002 }, run.Configuration.Training);
        Assert.Equal(network with { Width = 8 }, run.Configuration.Model.Network);
        Assert.Equal((KeptWeights.Best, 3), (run.Configuration.Training.Keep, encoding.Widths.Count));
        Assert.InRange(trained["kept_step"]!.GetValue<int>(), 10, 30);
        Assert.True(trained["held_out_loss"]!.GetValue<double>() > 0);

        // What is asked for beside --resume is what the run is, rules included.
        Assert.Equal(0, ConsoleRun.Invoke("train", "--resume", "--out", _folder["run"], "--data", _table, "--config",
            _folder["mine.yaml"], "--set", "model.width=8", "--set", "training.steps=30").Code);
        Assert.Contains("training.keep", ConsoleRun.Invoke(
            "train", "--resume", "--out", _folder["run"], "--keep", "last").Error);
    }

    [Fact]
    public void Training_that_gains_nothing_ends_early_and_says_so_and_last_weights_are_those_of_the_last_step()
    {
        string[] settings = ["train", "--data", _table, "--set", "model.width=8", "--steps", "200", "--set",
            "training.learning-rate=0.5"];
        var ended = ConsoleRun.Json([.. settings, "--out", _folder["short"]]);
        var (steps, kept) = (ended["steps"]!.GetValue<int>(), ended["kept_step"]!.GetValue<int>());
        Assert.Equal(("no-gain", kept + 50), (ended["ended"]!.GetValue<string>(), steps));
        Assert.Equal((steps, RunState.Trained), (Run.Open(_folder["short"]).Summarize().Step, Run.Open(_folder["short"]).State));
        var last = ConsoleRun.Json([.. settings, "--keep", "last", "--set", "training.patience=0", "--out", _folder["long"]]);
        Assert.Equal(("all-steps", 200, 200),
            (last["ended"]!.GetValue<string>(), last["steps"]!.GetValue<int>(), last["kept_step"]!.GetValue<int>()));
    }

    [Fact]
    public void A_table_is_drawn_as_suits_it_and_its_discrete_columns_start_from_their_law_unless_set_otherwise()
    {
        File.WriteAllText(_folder["kinds.csv"], "size,kind,open\n" + string.Concat(Enumerable.Range(0, 60).Select(
            i => $"{1 + i * i % 97}.5,{"abc"[i % 3]},{(i % 4 == 0 ? "yes" : "no")}\n")));
        string[] tiny = ["--data", _folder["kinds.csv"], "--steps", "10", "--set", "model.width=8"];
        ConsoleRun.Json(["train", .. tiny, "--out", _folder["own"]]);
        ConsoleRun.Json(["train", .. tiny, "--out", _folder["without"], "--set", "diffusion.discrete-columns=false"]);
        using var own = ModelFile.Load(Path.Combine(_folder["own"], "model.safetensors"));
        using var without = ModelFile.Load(Path.Combine(_folder["without"], "model.safetensors"));
        Assert.Equal([(1, 3), (4, 1)], own.Recipe.Discrete.Select(columns => (columns.First, columns.Width)));
        Assert.Equal([1 / 3.0, 1 / 4.0], own.Recipe.Discrete.Select(columns => columns.Shares.Min()));
        Assert.Empty(without.Recipe.Discrete);
        Assert.True(own.Recipe.JointNormal);
        Assert.False(RunConfiguration.Preset("default").Diffusion.JointNormal);
        var few = Run.Open(_folder["own"]).Configuration.Training;
        Assert.Equal((KeptWeights.Last, 0.0), (few.Keep, few.Patience));
        Assert.Equal(("dpm++2m", 30), Drawn());
        Assert.Equal(("dpm++2m", 12), Drawn("--steps", "12"));
        Assert.Equal(("heun", 20), Drawn("--sampler", "heun"));
        Assert.Equal(("dpm++2m", 3), Drawn("--levels", "10,1,0.01"));

        var refused = ConsoleRun.Invoke(
            "train", "--data", "moons", "--steps", "10", "--out", _folder["shape"], "--set", "diffusion.discrete-columns=true");
        Assert.Equal(2, refused.Code);
        Assert.Contains("diffusion.discrete-columns is of tables with typed columns, and moons is none", refused.Error);

        (string, int) Drawn(params string[] options)
        {
            var json = ConsoleRun.Json(["sample", _folder["own"], "-n", "5", "-o", _folder["drawn.csv"], "--force", .. options]);
            return (json["sampler"]!.GetValue<string>(), json["steps"]!.GetValue<int>());
        }
    }

    [Fact]
    public void Shapes_and_models_of_the_papers_keep_what_suits_them()
    {
        string[] tiny = ["--steps", "10", "--set", "data.points=50"];
        ConsoleRun.Json(["train", "--data", "moons", "--set", "model.width=8", "--out", _folder["shape"], .. tiny]);
        Assert.Equal(TrainingOptions.ScaleSpace with { Steps = 10 }, Run.Open(_folder["shape"]).Configuration.Training);
        ConsoleRun.Json(["train", "--data", _table, "--model", "baseline", "--set", "model.hidden-width=8", "--out",
            _folder["paper"], .. tiny]);
        Assert.Equal(new TrainingOptions { Steps = 10 }, Run.Open(_folder["paper"]).Configuration.Training);
    }
}
