using System.Text.Json;
using System.Text.Json.Nodes;
using DualScale.Diffusion;
using DualScale.Runs.Configuration;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Runs.Tests;

/// <summary>A run from its making to its report, without the program.</summary>
public sealed class RunTests : IDisposable
{
    private static readonly RunConfiguration Tiny =
        TinyRun.Of(new TrainingOptions { Steps = 45, BatchSize = 16, CheckpointEvery = 20 });

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void State_is_read_from_the_files()
    {
        var run = Run.Create(_folder["run"], Tiny);
        Assert.Equal((RunState.Unfinished, 0), (run.State, run.Summarize().Step));
        run.Train();
        Assert.Equal((RunState.Trained, 45), (Run.Open(_folder["run"]).State, run.Summarize().Training!.Steps));
        run.Evaluate(new SamplingRequest { Count = 50 });
        Assert.Equal((RunState.Evaluated, 50), (Run.Open(_folder["run"]).State, run.Summarize().Evaluation!.Samples));

        // A model that is younger than its evaluation has not been measured, unless it is the same: a copied folder's files are
        // written in any order.
        File.SetLastWriteTimeUtc(run.Files.Model, File.GetLastWriteTimeUtc(run.Files.Evaluation).AddSeconds(1));
        Assert.Equal((RunState.Evaluated, 50), (run.State, run.Summarize().Evaluation!.Samples));
        File.AppendAllText(run.Files.Model, " ");
        Assert.Equal((RunState.Trained, (EvaluationResult?)null), (run.State, run.Summarize().Evaluation));
    }

    [Fact]
    public void Training_tells_of_every_ten_steps_and_every_checkpoint_between_its_start_and_its_end()
    {
        var log = new EventLog();
        var run = Run.Create(_folder["run"], Tiny, time: new SteppingTime());
        run.Train(events: log);
        var progress = log.Of<TrainingProgressed>().ToArray();
        Assert.Equal([10, 20, 30, 40, 45], progress.Select(p => p.Step));
        Assert.Equal([10.0 / 45, 20.0 / 45, 30.0 / 45, 40.0 / 45, 1], progress.Select(p => p.Share));
        Assert.Equal([20, 40, 45], log.Of<CheckpointSaved>().Select(saved => saved.Step));
        Assert.Equal(new ActivityStarted(RunActivity.Training), log.Events[0]);
        Assert.Equal([new ActivityEnded(RunActivity.Training), new CheckpointSaved(45, run.Files.Checkpoint)], log.Events[^2..]);

        // The clock is read when the session starts, when training starts, and a second later at step 10.
        Assert.Equal((10.0, TimeSpan.FromSeconds(3.5)), (progress[0].StepsPerSecond, progress[0].Left));
        Assert.Equal([10, 20, 30, 40], run.ReadLosses().Select(point => point.Step));

        log.Events.Clear();
        run.Train(events: log);
        Assert.Equal([new AlreadyTrained(_folder["run"])], log.Events);
    }

    [Fact]
    public void Seconds_are_those_of_the_clock_that_was_given()
    {
        var run = Run.Create(_folder["run"], Tiny, time: new SteppingTime());
        var log = new EventLog();
        var training = run.Train(events: log);

        // Between the first and the last reading lie those of the pace and the checkpoints on the way.
        Assert.Equal(1 + 1 + log.Of<TrainingProgressed>().Count() + 2, training.Seconds);
        Assert.Equal(45 / training.Seconds, training.StepsPerSecond);
        Assert.Equal(1, run.Sample(new SamplingRequest { Count = 5 }).Seconds);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(30)]
    public void Interrupted_training_says_where_it_stands_and_goes_on_to_the_same_bytes(int step)
    {
        // At step 15 the mean of ten losses is half done.
        var often = Tiny with { Training = Tiny.Training with { CheckpointEvery = 15 } };
        Run.Create(_folder["whole"], often).Train();
        var run = Run.Create(_folder["cut"], often);
        using var source = new CancellationTokenSource();
        var log = new EventLog(happened =>
        {
            if (happened is CheckpointSaved saved && saved.Step == step)
                source.Cancel();
        });
        var interrupted = Assert.Throws<TrainingInterruptedException>(() => run.Train(0, log, source.Token));
        Assert.Equal(
            (step, _folder["cut"], source.Token), (interrupted.Step, interrupted.Directory, interrupted.CancellationToken));
        Assert.Equal(
            [new ActivityEnded(RunActivity.Training), new CheckpointSaved(step, run.Files.Checkpoint)], log.Events[^2..]);

        var resumed = new EventLog();
        Run.Open(_folder["cut"]).Train(events: resumed);
        Assert.Equal(new TrainingResumed(step, 45), resumed.Events[0]);
        Assert.Equal(File.ReadAllBytes(_folder["whole/model.safetensors"]), File.ReadAllBytes(_folder["cut/model.safetensors"]));
        Assert.Equal(File.ReadAllText(_folder["whole/metrics.jsonl"]), File.ReadAllText(_folder["cut/metrics.jsonl"]));
    }

    [Fact]
    public void Cancelled_sampling_ends_its_activity_and_writes_nothing()
    {
        var run = Run.Create(_folder["run"], Tiny);
        run.Train();
        var log = new EventLog();
        Assert.ThrowsAny<OperationCanceledException>(() => run.Evaluate(null, log, new CancellationToken(canceled: true)));
        Assert.Equal([new ActivityStarted(RunActivity.Sampling), new ActivityEnded(RunActivity.Sampling)], log.Events);
        Assert.False(File.Exists(run.Files.Evaluation));
    }

    [Fact]
    public void Table_in_memory_is_kept_in_the_run_and_trained_on()
    {
        var table = new PointSet(Shapes.Generate("moons", 60, 1).Values.ToArray(), ["a", "b"]);
        var run = Run.Create(_folder["run"], Tiny with { Data = Tiny.Data with { Source = "measured" } }, table);
        run.Train();
        Assert.Equal(["a", "b"], Run.Open(_folder["run"]).Sample(new SamplingRequest { Count = 3 }).Points.ColumnNames);
        Assert.Equal((54, 6), (run.Data.Training.Count, run.Data.HeldOut.Count));
        var refused = Assert.Throws<InvalidInputException>(() => Run.Create(_folder["other"], Tiny, table));
        Assert.Contains("'moons', the name of a shape", refused.Message);
    }

    [Fact]
    public void Evaluation_of_samples_drawn_before_is_that_of_the_request()
    {
        var run = Run.Create(_folder["run"], Tiny);
        run.Train();
        var request = new SamplingRequest { Count = 60, Seed = 4, Sampler = "ddim", Steps = 3 };
        var (at_once, in_two) = (run.Evaluate(request), run.Evaluate(run.Sample(request)));
        Assert.Equal(Numbers(at_once), Numbers(in_two));
        Assert.Equal(Numbers(at_once), Numbers(run.ReadEvaluation()!));
        Assert.Equal(request, run.ReadEvaluation()!.Request);

        static string Numbers(EvaluationResult result) => JsonSerializer.Serialize(result with { SamplingSeconds = 0 });
    }

    [Fact]
    public void Options_of_a_request_reach_the_sampler()
    {
        var run = Run.Create(_folder["run"], Tiny);
        run.Train();
        using var model = run.LoadModel();
        Same(new() { Sampler = "ddim", Eta = 0.3 }, new DdimSampler { Eta = 0.3 });
        Same(new() { Sampler = "euler-ancestral", Eta = 0.3 }, new AncestralEulerSampler { Eta = 0.3 });
        Same(new() { Sampler = "euler-ancestral" }, new AncestralEulerSampler());
        Same(new() { Sampler = "edm-churn" }, new ChurningSampler());
        Same(
            new() { Sampler = "edm-churn", Churn = 3, ChurnNoise = 1.2, ChurnFrom = 0.1, ChurnTo = 2 },
            new ChurningSampler { Churn = 3, ChurnNoise = 1.2, ChurnFrom = 0.1, ChurnTo = 2 });

        void Same(SamplingRequest request, Sampler sampler) => Assert.Equal(
            model.Sample(20, new SamplingOptions { Sampler = sampler }).Values.ToArray(),
            (request with { Count = 20 }).Draw(model).Points.Values.ToArray());
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_null_in_json_and_back()
    {
        var result = new EvaluationResult
        {
            Model = "m",
            Data = "d",
            Seed = ulong.MaxValue,
            Samples = 3,
            Sampler = "ddpm",
            SamplerSteps = 2,
            Divergence = double.PositiveInfinity,
            GridVariances = new Dictionary<string, double> { ["grid_variance"] = double.NaN },
        };
        var json = JsonSerializer.Serialize(result);
        Assert.Equal(
            """{"model":"m","data":"d","seed":18446744073709551615,"samples":3,"sampler":"ddpm","sampler_steps":2,"kl_bits":null,"reverse_kl_bits":null,"floor_bits":null,"reverse_floor_bits":null,"floor_deviation_bits":null,"reverse_floor_deviation_bits":null,"sample_distance_lower":null,"sample_distance_median":null,"sample_distance_upper":null,"held_out_distance_lower":null,"held_out_distance_median":null,"held_out_distance_upper":null,"nearer_share":null,"nearer_share_error":null,"stray_share":null,"finding":null,"verdict":null,"eval_loss":null,"eval_loss_error":null,"eval_loss_raw":null,"nll_nats":null,"nll_error":null,"training_seconds":null,"sampling_seconds":null,"grid_variance":null}""",
            json);
        var back = JsonSerializer.Deserialize<EvaluationResult>(json)!;
        Assert.True(double.IsNaN(back.Divergence) && double.IsNaN(back.GridVariances["grid_variance"]));
        Assert.Equal(json, JsonSerializer.Serialize(back));
    }

    [Fact]
    public void Samples_in_json_are_told_of_and_not_listed()
    {
        var run = Run.Create(_folder["run"], Tiny);
        run.Train();
        var drawn = run.Sample(new SamplingRequest { Count = 7, Seed = 2 });
        string[] keys = ["samples", "columns", "sampler", "steps", "seed", "sampling_seconds"];
        Assert.Equal(keys, JsonNode.Parse(JsonSerializer.Serialize(drawn))!.AsObject().Select(pair => pair.Key));
        var saved = JsonNode.Parse(JsonSerializer.Serialize(drawn.Save(_folder["s.csv"])))!.AsObject();
        Assert.Equal([.. keys, "out"], saved.Select(pair => pair.Key));
        Assert.Equal((7, 2, "ddpm", 5, 2, _folder["s.csv"]), (
            (int)saved["samples"]!, (int)saved["columns"]!, (string)saved["sampler"]!, (int)saved["steps"]!, (int)saved["seed"]!,
            (string)saved["out"]!));
    }

    [Fact]
    public void Damaged_records_are_named_with_what_to_do()
    {
        var run = Run.Create(_folder["run"], Tiny);
        foreach (var text in new[] { "{", "[]", "{\"seed\": \"x\"}", "{}" })
        {
            File.WriteAllText(run.Files.Evaluation, text);
            var refused = Assert.Throws<InvalidInputException>(run.ReadEvaluation);
            Assert.StartsWith($"{run.Files.Evaluation} cannot be read", refused.Message);
            Assert.EndsWith("Delete it; it can be made again.", refused.Message);
        }

        File.WriteAllText(run.Files.Evaluation, new string(' ', 20_000_000));
        Assert.Contains("longer than", Assert.Throws<InvalidInputException>(run.ReadEvaluation).Message);
    }

    [Fact]
    public void Folders_that_will_not_do_are_told_apart()
    {
        var run = Run.Create(_folder["run"], Tiny);
        File.WriteAllText(_folder["file"], "");
        Directory.CreateDirectory(_folder["samples"]);
        File.WriteAllText(_folder["samples/samples.csv"], "");
        Directory.CreateDirectory(_folder["table"]);
        File.WriteAllText(_folder["table/data.csv"], "a\n1\n2\n3\n");
        Refused(RunDirectoryFault.NoRun, "nothing", () => Run.Open(_folder["nothing"]));
        Refused(RunDirectoryFault.NotTrained, "run", () => run.LoadModel());
        Refused(RunDirectoryFault.HoldsRun, "run", () => Run.Create(_folder["run"], Tiny));
        Refused(RunDirectoryFault.HoldsFile, "samples", () => Run.Create(_folder["samples"], Tiny));
        Refused(RunDirectoryFault.HoldsTable, "table", () => Run.Create(_folder["table"], Tiny));
        Refused(RunDirectoryFault.CannotBeMade, "file", () => Run.Create(_folder["file"], Tiny));

        void Refused(RunDirectoryFault fault, string directory, Action action)
        {
            var refused = Assert.Throws<RunDirectoryException>(action);
            Assert.Equal((fault, _folder[directory]), (refused.Fault, refused.Directory));
            Assert.StartsWith(refused.Problem, refused.Message);
            Assert.DoesNotContain("dualscale ", refused.Message.Replace(_folder.Path, ""));
            Assert.DoesNotContain("--", refused.Message);
        }
    }
}
