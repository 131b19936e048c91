using System.Globalization;
using System.Text.Json.Nodes;
using DualScale.Interchange;
using DualScale.Reproduction.Studies;
using DualScale.Runs;
using DualScale.Runs.Configuration;

namespace DualScale.Reproduction;

/// <summary>Runs the jobs of studies, from wherever they stand, and writes what was found.</summary>
internal sealed class ReproductionSession(ReproductionOptions options, IReadOnlyList<Study> studies, IScreen screen, IJobDisplay display)
{
    private const int PaperSteps = 10_000;

    private string ResultsPath => Path.Combine(options.Directory, "results.csv");

    /// <summary>Returns what the command prints, and whether every job succeeded.</summary>
    public (JsonObject Document, bool Succeeded) Run(CancellationToken cancellation)
    {
        var experiments = studies.SelectMany(study => study.Experiments).DistinctBy(experiment => experiment.Name).ToArray();
        var runner = new JobRunner(options.Samples, Math.Max(1, Environment.ProcessorCount / options.Jobs));

        // Seed by seed, so that an early end leaves whole seeds.
        var jobs = (from seed in Enumerable.Range(0, options.Seeds)
                    from experiment in experiments
                    from data in options.Data
                    select new JobProgress(Plan(experiment, data, (ulong)seed))).ToArray();
        using var claim = Claim();
        AtomicFile.DiscardLeftovers(options.Directory);
        foreach (var job in jobs)
        {
            if (runner.Finished(job.Job) is { } evaluation)
                job.Finish(evaluation);
        }

        var writing = new Lock();
        var open = jobs.Where(job => job.State == JobState.Waiting).ToArray();
        try
        {
            display.Run(jobs, Math.Min(options.Jobs, Math.Max(1, open.Length)), show => JobPool.Run(
                open, runner, options.Jobs,
                job =>
                {
                    lock (writing)
                        ResultsFile.Write(jobs, ResultsPath);
                    show(job);
                },
                cancellation));
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(
                $"Interrupted with {jobs.Count(job => job.State == JobState.Finished)} of {jobs.Length} jobs finished; the same command continues.");
        }

        ResultsFile.Write(jobs, ResultsPath);
        Experiment[] measured = [.. experiments.Where(experiment => jobs.Any(job => job.Job.Experiment == experiment.Name && job.Evaluation is not null))];
        var costs = MeasureCosts(measured, cancellation);
        screen.Message("writing the report");
        string[] names = [.. options.Data.Select(data => Path.GetFileName(data))];
        var measurements = new Measurements([.. jobs.Where(job => job.Evaluation is not null).Select(job => (job.Job, job.Evaluation!))]);
        var tested = ClaimTest.AdjustTogether([.. studies.Select(study => (study, ReproductionReport.Tests(study, measurements, names, costs)))]);
        ReproductionReport.Write(options.Directory, tested, jobs, measurements, names, costs, Describe(jobs));
        if (Caveat(jobs) is { } caveat)
            screen.Message(caveat);
        return (Document(jobs, tested), jobs.All(job => job.State == JobState.Finished));
    }

    private CostTable MeasureCosts(IReadOnlyList<Experiment> experiments, CancellationToken cancellation)
    {
        if (experiments.Count == 0)
            return CostTable.Empty;
        try
        {
            return new CostMeasurement(options.Data[0], options.Quick, screen).Measure(experiments, Path.Combine(options.Directory, "costs.json"), cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException("Interrupted while costs were measured; all jobs are finished, and the same command continues.");
        }
    }

    private Job Plan(Experiment experiment, string data, ulong seed) => new(
        experiment.Name, data, seed, experiment.Configure(new DataOptions { Source = data }, seed, options.Steps, options.Points),
        new RunFiles(Path.Combine(options.Directory, "runs", FolderName.Require(experiment.Name, experiment.Source), FolderName.Of(data), string.Create(CultureInfo.InvariantCulture, $"seed-{seed}"))));

    // One process at a time works in a folder; the system lets go of the file when the process ends, however it ends.
    private FileStream Claim()
    {
        var path = Path.Combine(options.Directory, ".lock");
        try
        {
            Directory.CreateDirectory(options.Directory);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new InvalidInputException($"Another reproduce is at work in {options.Directory}; wait for it or choose another --out.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InvalidInputException($"Cannot make the folder {options.Directory}: {exception.Message.TrimEnd('.')}. Choose another --out.", exception);
        }
    }

    private string Describe(IReadOnlyList<JobProgress> jobs)
    {
        var steps = string.Join(", ", jobs.Select(job => job.Job.Configuration.Training.Steps).Distinct().Order().Select(count => count.ToString("N0", CultureInfo.InvariantCulture)));
        var versions = jobs.Where(job => job.State == JobState.Finished).CountBy(job => VersionOf(job.Job))
            .OrderByDescending(pair => pair.Value).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{Short(pair.Key)} ({pair.Value})"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{jobs.Count(job => job.State == JobState.Finished)} of {jobs.Count} jobs: {steps} training steps, {options.Seeds} seeds, {options.Samples:N0} samples each, on {string.Join(", ", options.Data.Select(Path.GetFileName))}. Trained by DualScale {string.Join(", ", versions)}; this page written by {Short(RunRecord.Version)}. {Caveat(jobs)}").TrimEnd();
    }

    private static string? Caveat(IReadOnlyList<JobProgress> jobs) => jobs.Any(job => job.Job.Configuration.Training.Steps < PaperSteps)
        ? "The papers train for 10,000 steps: what fewer show says nothing of their claims." : null;

    private static string VersionOf(Job job)
    {
        try
        {
            return Runs.Run.ReadJson(job.Files.Record)?["version"]?.ToString() ?? "unknown";
        }
        catch (InvalidInputException)
        {
            return "unknown";
        }
    }

    // The commit after the + needs no more than its first seven digits.
    private static string Short(string version) => version.Split('+') is [var number, { Length: > 7 } commit] ? $"{number}+{commit[..7]}" : version;

    private JsonObject Document(IReadOnlyList<JobProgress> jobs, IEnumerable<(Study Study, IReadOnlyList<ClaimTest> Tests)> studies) => new()
    {
        ["out"] = options.Directory,
        ["jobs"] = jobs.Count,
        ["finished"] = jobs.Count(job => job.State == JobState.Finished),
        ["failed"] = jobs.Count(job => job.State == JobState.Failed),
        ["claims"] = new JsonArray([.. studies.SelectMany(pair => pair.Tests.Select(test => (JsonNode)new JsonObject
        {
            ["study"] = pair.Study.Name,
            ["claim"] = test.Claim.Text,
            ["measured"] = test.Measured,
            ["interval"] = test.Interval,
            ["verdict"] = test.VerdictName,
        }))]),
        ["results"] = ResultsPath,
        ["report"] = Path.Combine(options.Directory, "report.html"),
    };
}
