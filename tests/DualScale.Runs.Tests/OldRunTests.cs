using System.Text.Json;
using System.Text.Json.Nodes;
using DualScale.Denoisers;
using DualScale.Runs.Configuration;

namespace DualScale.Runs.Tests;

/// <summary>Run folders that earlier versions made are read, draw the same bytes and are continued to the same bytes.</summary>
public sealed class OldRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("table-grid", null, null)]
    [InlineData("moons-improved", "ddim", 5)]
    public void Finished_run_draws_the_same_points_up_to_rounding_on_any_processor(string name, string? sampler, int? steps)
    {
        var run = Copy(name);
        var (wanted, drawn) = (Tables.TableReader.Read(run.Files.Samples), run.Sample(
            new SamplingRequest { Count = 20, Sampler = sampler, Steps = steps }).Points);

        // Rounding differs by 1e-7 in each multiply-add, and ten steps of an untrained network carry it on.
        drawn.Values.ToArray().ShouldBeCloseTo(wanted.Values.ToArray(), 1e-4, 1e-4, name);
    }

    [FusedTheory]
    [InlineData("table-grid", null, null)]
    [InlineData("moons-improved", "ddim", 5)]
    public void Finished_run_draws_the_same_bytes(string name, string? sampler, int? steps)
    {
        var run = Copy(name);
        var wanted = File.ReadAllBytes(run.Files.Samples);
        run.Sample(new SamplingRequest { Count = 20, Sampler = sampler, Steps = steps }).Save(_folder["again.csv"]);
        Assert.Equal(wanted, File.ReadAllBytes(_folder["again.csv"]));
    }

    [FusedFact]
    public void Unfinished_run_is_continued_to_the_same_bytes()
    {
        var run = Copy("moons-unfinished");
        Assert.Equal((RunState.Unfinished, 230, 2000), (run.State, run.Summarize().Step, run.Summarize().Steps));
        var log = new EventLog();
        Assert.Equal(2000, run.Train(events: log).Steps);
        Assert.Equal(2000, log.Of<TrainingResumed>().Single().Steps);
        run.Sample(new SamplingRequest { Count = 20 }).Save(_folder["again.csv"]);
        Assert.Equal(File.ReadAllBytes(
            Path.Combine(Fixture("moons-unfinished") + ".samples.csv")), File.ReadAllBytes(_folder["again.csv"]));
    }

    [Fact]
    public void Configurations_say_what_they_said()
    {
        var small = new NetworkSize { HiddenWidth = 8, EmbeddingDimension = 4 };
        var diffusion = new DiffusionOptions { Timesteps = 10 };
        var grid = Copy("table-grid").Configuration;
        Assert.Equal((ModelOptions.GridKind, "table.csv", 60, 16),
            (grid.Model.Kind, grid.Data.Source, grid.Training.Steps, grid.Training.BatchSize));
        Assert.Equal([2, 3], grid.Model.Grid.Sizes);
        var improved = new RunConfiguration
        {
            Data = new DataOptions { Source = "moons", Points = 100 },
            Model = new ModelOptions { Network = new DualScaleDenoiser { Size = small, Weighting = Weighting.Improved } },
            Diffusion = diffusion,
            Training = new Training.TrainingOptions { Steps = 60, BatchSize = 16, CheckpointEvery = 20 },
        };
        Assert.Null(ConfigurationTree.Difference(improved, Copy("moons-improved").Configuration));
        var unfinished = new RunConfiguration
        {
            Data = new DataOptions { Source = "moons", Points = 100 },
            Model = new ModelOptions { Network = new DualExpertDenoiser { Size = small, Experts = 3 } },
            Diffusion = diffusion,
            Training = new Training.TrainingOptions { Steps = 2000 },
        };
        Assert.Null(ConfigurationTree.Difference(unfinished, Copy("moons-unfinished").Configuration));
    }

    [Fact]
    public void Records_are_read_and_written_back_with_the_same_keys_and_numbers()
    {
        var run = Copy("table-grid");
        Same(run.Files.Record, run.ReadTraining());
        Same(run.Files.Evaluation, run.ReadEvaluation());
        var evaluation = run.ReadEvaluation()!;
        Assert.Equal((1.769835352808005, 1.181568211189371), (evaluation.Divergence, evaluation.EvaluationLoss));
        Assert.Equal(
            new Dictionary<string,
            double>
            { ["coarse_grid_variance"] = 3.345233370502307E-06, ["fine_grid_variance"] = 1.3975030358804762E-06 },
            evaluation.GridVariances);
        Assert.Equal(new SamplingRequest { Count = 200, Sampler = "grid", Steps = 10 }, evaluation.Request);

        // What has come since is null.
        static void Same<T>(string path, T result)
        {
            var (before, now) =
                (JsonNode.Parse(File.ReadAllText(path))!.AsObject(), JsonSerializer.SerializeToNode(result)!.AsObject());
            Assert.Equal(before.Select(pair => pair.Key), now.Select(pair => pair.Key).Where(before.ContainsKey));
            Assert.All(now, pair => Assert.Equal(before[pair.Key]?.ToJsonString(), pair.Value?.ToJsonString()));
        }
    }

    [FusedFact]
    public void Measured_again_gives_the_numbers_that_were_measured()
    {
        var run = Copy("table-grid");
        var before = run.ReadEvaluation()!;
        var after = run.Evaluate(before.Request);

        // The order in which logarithms are summed is no promise.
        double[] Divergences(EvaluationResult result) => [result.Divergence, result.ReverseDivergence];
        Divergences(after).ShouldBeCloseTo(Divergences(before), 1e-12, 1e-12, "divergences");

        // The floor was one of the draws that it is the mean of now.
        Assert.InRange(Math.Abs(after.DivergenceFloor - before.DivergenceFloor), 0, 3 * after.DivergenceFloorDeviation);
        Assert.NotNull(after.Verdict);
        Assert.Equal((null, null), (before.Finding, before.Verdict));
        Assert.Equal(before.TrainingSeconds, after.TrainingSeconds);
        Assert.All(before.GridVariances, pair => Assert.Equal(pair.Value, after.GridVariances[pair.Key]));
    }

    [Fact]
    public void Report_is_written_from_the_old_evaluation()
    {
        var run = Copy("table-grid");
        var log = new EventLog();
        var report = run.WriteReport(events: log);
        Assert.Equal(run.Files.Report, report.Page);
        Assert.Contains("1.770", File.ReadAllText(report.Page));
        Assert.All(report.Figures, figure => Assert.True(File.Exists(figure), figure));
        Assert.Empty(log.Of<RunMessage>());
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "version-0.1", name);

    // A run is worked on where it is; the evaluation is the last thing that was written.
    private Run Copy(string name)
    {
        var to = Directory.CreateDirectory(_folder[name]).FullName;
        foreach (var file in Directory.GetFiles(Fixture(name)))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        var files = new RunFiles(to);
        if (File.Exists(files.Evaluation))
            File.SetLastWriteTimeUtc(files.Evaluation, File.GetLastWriteTimeUtc(files.Model).AddSeconds(1));
        return Run.Open(to);
    }
}
