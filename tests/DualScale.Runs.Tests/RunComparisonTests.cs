using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Runs.Configuration;
using DualScale.Training;

namespace DualScale.Runs.Tests;

/// <summary>Runs side by side.</summary>
public sealed class RunComparisonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_are_in_the_order_of_the_runs_and_hold_what_was_measured_of_each()
    {
        var (first, second) = (Trained("first", 0), Trained("second", 1));
        var measured = second.Evaluate(new SamplingRequest { Count = 40 });
        var log = new EventLog();
        var rows = RunComparison.Of(first, second).Rows(log);
        Assert.Equal(["first", "second"], rows.Select(row => row.Name));
        Assert.Equal([0UL, 1UL], rows.Select(row => row.Configuration.Training.Seed));
        Assert.Equal([10_000, 40], rows.Select(row => row.Evaluation.Samples));
        Assert.Equal(
            [first.ReadTraining()!.FinalLoss, second.ReadTraining()!.FinalLoss], rows.Select(row => row.Training!.FinalLoss));
        Assert.Equal(
            (measured.Divergence, measured.EvaluationLoss), (rows[1].Evaluation.Divergence, rows[1].Evaluation.EvaluationLoss));

        // Only the one without an evaluation was measured, and it is kept.
        Assert.Equal("first is not evaluated yet.", log.Of<RunMessage>().First().Text);
        Assert.Single(log.Of<ActivityStarted>());
        Assert.Equal(first.ReadEvaluation()!.Divergence, rows[0].Evaluation.Divergence);
    }

    [Fact]
    public void Evaluation_of_an_older_model_is_made_again()
    {
        var run = Trained("run", 0);
        run.Evaluate(new SamplingRequest { Count = 40 });
        File.WriteAllText(run.Files.Evaluation, File.ReadAllText(run.Files.Evaluation).Replace("model_sha256", "before"));
        File.SetLastWriteTimeUtc(run.Files.Model, File.GetLastWriteTimeUtc(run.Files.Evaluation).AddSeconds(1));
        Assert.Equal(10_000, RunComparison.Of(run).Rows().Single().Evaluation.Samples);
    }

    [Fact]
    public void Samples_of_an_evaluation_are_drawn_again_as_they_were()
    {
        var run = Trained("run", 0);
        foreach (var request in (SamplingRequest[])
        [
            new() { Count = 40, Sampler = "ddim", Steps = 4, Eta = 1, Seed = ulong.MaxValue },
            new() { Count = 40, Steps = 5, Spacing = LevelSpacing.Karras },
            new() { Count = 40, Sampler = "heun", Levels = [4, 2, 0], ClipToData = true },
            new() { Count = 40, Sampler = "edm-churn", Steps = 5, Spacing = LevelSpacing.Trailing, Churn = 3, ChurnNoise = 1.1 },
        ])
        {
            run.Evaluate(request);
            var read = Run.Open(run.Files.Directory).ReadEvaluation()!;
            Assert.Equal(run.Sample(request).Points.Values.ToArray(), run.Sample(read.Request).Points.Values.ToArray());
        }

        run.Evaluate(new SamplingRequest { Count = 40, Sampler = "ddim", Steps = 4, Eta = 1, Seed = ulong.MaxValue });
        var page = File.ReadAllText(RunComparison.Of(run).WriteReport(_folder["page.html"]).Page);
        Assert.Contains("eta 1", page);
        Assert.Contains("18,446,744,073,709,551,615", page);
    }

    [Fact]
    public void Page_shows_the_numbers_of_all_runs_and_draws_no_samples_twice()
    {
        var comparison = RunComparison.Of(Trained("first", 0), Trained("second", 1));
        var log = new EventLog();
        comparison.Rows(log);
        Assert.Equal(2, log.Of<ActivityStarted>().Count());
        var report = comparison.WriteReport(_folder["page.html"], log);
        Assert.Equal(2, log.Of<ActivityStarted>().Count());
        Assert.Equal(["page-samples-1.svg", "page-way-1.svg", "page-samples-2.svg", "page-way-2.svg", "page-loss.svg", "page-weights.svg"],
            report.Figures.Select(Path.GetFileName));
        var page = File.ReadAllText(report.Page);
        Assert.All(comparison.Rows(), row => Assert.Contains(
            row.Evaluation.EvaluationLoss.ToString("F3", System.Globalization.CultureInfo.InvariantCulture), page));
    }

    [Fact]
    public void Runs_of_folders_of_one_name_are_told_apart_by_the_folders_before()
    {
        Run[] runs =
            [Run.Create(_folder["a/x/run"], new RunConfiguration()), Run.Create(_folder["b/x/run"], new RunConfiguration())];
        foreach (var run in runs)
        {
            File.Copy(Path.Combine(
                AppContext.BaseDirectory, "Fixtures", "version-0.1", "table-grid", "evaluation.json"), run.Files.Evaluation);
        }

        Assert.Equal(["a/x/run", "b/x/run"], RunComparison.Of(runs).Rows().Select(row => row.Name));
        Assert.Equal(["run", "run"], RunComparison.Of(runs[0], runs[0]).Rows().Select(row => row.Name.Split('/')[^1]));
        Assert.Throws<InvalidInputException>(() => RunComparison.Of());
    }

    private Run Trained(string name, ulong seed)
    {
        var run = Run.Create(_folder[name], new RunConfiguration
        {
            Data = new DataOptions { Source = "moons", Points = 200 },
            Model = new ModelOptions
            {
                Network = new DualScaleDenoiser
                {
                    Size =
                    new NetworkSize { HiddenWidth = 8, EmbeddingDimension = 4, ResidualBlocks = 0 }
                },
            },
            Diffusion = new DiffusionOptions { Timesteps = 5 },
            Training = new TrainingOptions { Steps = 20, BatchSize = 16, Seed = seed },
        });
        run.Train();
        return run;
    }
}
