using DualScale.Reproduction.Studies;
using DualScale.Runs;

namespace DualScale.Reproduction.Tests;

public sealed class JobRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("baseline")]
    [InlineData("grid")]
    [InlineData("scale-space")]
    public void Job_that_is_done_is_known_as_done_and_one_that_asks_for_more_samples_is_not(string kind)
    {
        File.WriteAllText(_folder["own.yaml"], $"model:\n  kind: {kind}\ntraining:\n  steps: 3\n");
        var plan = ReproductionPlan.Of([new OwnStudy([Experiment.FromFile(_folder["own.yaml"])])], new ReproductionOptions
        {
            Data = ["moons"],
            Seeds = SeedCounts.Parse("1", 1, ["moons"]),
            Points = 200,
            Samples = 20,
            Quick = true,
        });
        var job = new Job("own", "moons", 0, plan.Configure(plan.Jobs[0]), new RunFiles(_folder["job"]));
        Assert.Null(Runner(20).Finished(job));
        var evaluation = Runner(20).Run(job, new Progress<RunEvent>(), CancellationToken.None);
        Assert.Equal(evaluation.Evaluation.Divergence, Runner(20).Finished(job)!.Evaluation.Divergence);
        Assert.Null(Runner(21).Finished(job));

        static JobRunner Runner(int samples) => new(samples, threads: 1, new JobFingerprints());
    }
}
