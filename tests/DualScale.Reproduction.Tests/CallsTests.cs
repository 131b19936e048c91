using System.Text.Json.Nodes;
using DualScale.Interchange;
using DualScale.Reproduction.Studies;
using DualScale.Runs;
using DualScale.Runs.Documents;

namespace DualScale.Reproduction.Tests;

/// <summary>Models of finished jobs, measured with other numbers of network calls than their own.</summary>
public sealed class CallsTests : IDisposable
{
    private const int Samples = 60;

    private readonly TemporaryFolder _folder = new();
    private readonly CallsMeasurement _measurement;
    private readonly SilentScreen _screen = new();
    private readonly JobProgress[] _jobs;

    public CallsTests()
    {
        File.WriteAllText(
            _folder["own.yaml"], "model:\n  kind: scale-space\n  width: 16\n  blocks: 1\ntraining:\n  steps: 3\n  reference-rows: 0\n");
        var study = new CallsStudy(Experiment.FromFile(_folder["own.yaml"]));
        var plan = ReproductionPlan.Of([study], new ReproductionOptions
        {
            Data = ["moons"],
            Seeds = SeedCounts.Parse("2", 1, ["moons"]),
            Points = 400,
            Samples = Samples,
            Quick = true,
        });
        var folder = new ReproductionFolder(_folder["out"]);
        _measurement = new CallsMeasurement([study], _screen);
        _jobs = [.. plan.Jobs.Select(
            job => new JobProgress(new Job("own", "moons", job.Seed, plan.Configure(job), folder.FilesOf(job))))];
        foreach (var job in _jobs)
            job.Finish(Runner(Samples).Run(job.Job, _screen, CancellationToken.None));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_are_those_of_an_evaluation_with_as_many_steps()
    {
        Assert.Equal([20], _measurement.Of(_jobs[1]).Select(evaluation => evaluation.SamplerSteps));
        _measurement.Measure(_jobs, CancellationToken.None);
        var measured = _measurement.Of(_jobs[1]);
        Assert.Equal([20, 4, 9], measured.Select(evaluation => evaluation.SamplerSteps));
        Assert.Same(_jobs[1].Evaluation, measured[0]);
        var run = Run.Open(_jobs[1].Job.Files.Directory);
        foreach (var evaluation in measured)
        {
            var again = run.Evaluate(new SamplingRequest { Count = Samples, Seed = 1, Steps = evaluation.SamplerSteps });
            Assert.Equal((again.Divergence, again.ReverseDivergence), (evaluation.Divergence, evaluation.ReverseDivergence));
            Assert.Equal(again.DivergenceFloor, evaluation.DivergenceFloor);
        }

        var measurements = new Measurements(
            [.. _jobs.Select(job => (job.Job, job.Evaluation!))],
            [.. _jobs.SelectMany(job => _measurement.Of(job).Select(evaluation => (job.Job, evaluation)))]);
        Assert.Equal(measured[1].Divergence, measurements.WithCalls(4).BySeed("own", "moons", Measure.Kl)[1]);
        Assert.Equal(measured[0].Divergence, measurements.WithCalls(20).BySeed("own", "moons", Measure.Kl)[1]);
        Assert.Equal((2, 0), (measurements.WithCalls(9).Count, measurements.WithCalls(5).Count));
    }

    [Fact]
    public void Job_is_measured_once_and_again_where_the_file_is_damaged_or_of_another_evaluation()
    {
        _measurement.Measure(_jobs, CancellationToken.None);
        var (path, written) = (PathOf(0), File.ReadAllText(PathOf(0)));
        var changed = JsonNode.Parse(written)!;
        changed["points"]![0]!["kl_bits"] = 0.5;
        File.WriteAllText(path, changed.ToJsonString());
        _measurement.Measure(_jobs, CancellationToken.None);
        Assert.Equal(0.5, _measurement.Of(_jobs[0])[1].Divergence);
        changed["samples"] = Samples + 1;
        foreach (var other in (string[])[changed.ToJsonString(), written[..^20], "{}", "null", ""])
        {
            File.WriteAllText(path, other);
            Assert.Single(_measurement.Of(_jobs[0]));
            _measurement.Measure(_jobs, CancellationToken.None);
            Assert.Equal(written, File.ReadAllText(path));
        }

        // More samples are another evaluation, and what was measured beside the old one goes with it.
        Runner(Samples + 1).Run(_jobs[0].Job, _screen, CancellationToken.None);
        Assert.Equal((false, true), (File.Exists(path), File.Exists(PathOf(1))));
    }

    [Fact]
    public void Sampler_of_two_calls_a_step_is_measured_once_too()
    {
        var file = SafetensorsFile.Read(_jobs[0].Job.Files.Model);
        var recipe = JsonNode.Parse(file.Metadata["recipe"])!;
        recipe["sampler"] = new JsonObject { ["name"] = "heun", ["steps"] = 20 };
        file.Metadata["recipe"] = recipe.ToJsonString();
        file.Write(_jobs[0].Job.Files.Model);
        _measurement.Measure(_jobs, CancellationToken.None);

        // The last step is one of Euler's.
        Assert.Equal([20, 7, 17], _measurement.Of(_jobs[0]).Select(evaluation => evaluation.SamplerSteps));
        var kept = JsonNode.Parse(File.ReadAllText(PathOf(0)))!;
        kept["points"]![0]!["kl_bits"] = 0.5;
        File.WriteAllText(PathOf(0), kept.ToJsonString());
        _measurement.Measure(_jobs, CancellationToken.None);
        Assert.Equal(0.5, _measurement.Of(_jobs[0])[1].Divergence);

        // As earlier versions wrote it, of a sampler that calls once.
        var old = JsonNode.Parse(File.ReadAllText(PathOf(1)))!;
        foreach (var point in old["points"]!.AsArray())
            point!.AsObject().Remove("steps");
        File.WriteAllText(PathOf(1), old.ToJsonString());
        Assert.Equal([20, 4, 9], _measurement.Of(_jobs[1]).Select(evaluation => evaluation.SamplerSteps));
    }

    [Fact]
    public void Job_that_another_process_is_at_is_left_until_it_is_free()
    {
        using (ReproductionFolder.TryTake(_jobs[0].Job))
        using (var cancellation = new CancellationTokenSource())
        {
            _screen.Reported = share =>
            {
                if (share == 0.5)
                    cancellation.Cancel();
            };
            Assert.Throws<OperationCanceledException>(() => _measurement.Measure(_jobs, cancellation.Token));
        }

        Assert.Equal((false, true), (File.Exists(PathOf(0)), File.Exists(PathOf(1))));
        _measurement.Measure(_jobs, CancellationToken.None);
        Assert.True(File.Exists(PathOf(0)));
    }

    [Fact]
    public void Damaged_model_costs_its_numbers_and_not_the_others()
    {
        File.WriteAllText(_jobs[0].Job.Files.Model, "no model");
        _measurement.Measure(_jobs, CancellationToken.None);
        Assert.StartsWith("own on moons, seed 0 is not measured with other numbers of network calls: ", _screen.Last);
        Assert.Equal((1, 3), (_measurement.Of(_jobs[0]).Count, _measurement.Of(_jobs[1]).Count));
    }

    private static JobRunner Runner(int samples) => new(samples, threads: 1, new JobFingerprints());

    private string PathOf(int job) => Path.Combine(_jobs[job].Job.Files.Directory, "calls.json");

    private sealed class CallsStudy(Experiment experiment) : Study
    {
        public override string Name => "calls";

        public override string Title => "Calls";

        public override IReadOnlyList<StudyRow> Rows => [new StudyRow(experiment.Name, experiment.Name, Reading.None)];

        public override IReadOnlyList<Claim> Claims => [];

        public override IReadOnlyList<int> NetworkCalls => [4, 9, 20];

        public override IEnumerable<Block> Tables(Measurements measurements, IReadOnlyList<string> data, CostTable costs) => [];

        public override IEnumerable<Block> Figures(StudyFigures figures) => [];

        protected override Experiment LoadExperiment(string name) => experiment;
    }

    private sealed class SilentScreen : IScreen
    {
        public Action<double> Reported { get; set; } = _ => { };

        public string Last { get; private set; } = "";

        public void Message(string text) => Last = text;

        public void Progress(string title, Action<Action<double, string>> work) => work((share, _) => Reported(share));

        public void Report(RunEvent value)
        {
        }
    }
}
