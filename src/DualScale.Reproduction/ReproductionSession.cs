using System.Text.Json.Nodes;
using DualScale.Reproduction.Studies;
using DualScale.Runs;

namespace DualScale.Reproduction;

/// <summary>
/// Does the jobs of a plan, from wherever they stand, and writes what was found. Several may be at work in one folder, in this
/// process or others.
/// </summary>
internal sealed class ReproductionSession(ReproductionFolder folder, ReproductionPlan plan, IScreen screen)
{
    private readonly IReadOnlyList<Study> _studies = plan.ToStudies();
    private readonly JobProgress[] _jobs = [.. plan.Jobs.Select(
        job => new JobProgress(new Job(job.Experiment, job.Data, job.Seed, plan.Configure(job), folder.FilesOf(job))))];

    /// <summary>
    /// Plans, does all jobs side by side, measures costs and collects. Returns what the command prints, and whether every job
    /// succeeded.
    /// </summary>
    /// <param name="workers">Jobs at a time, sharing the cores.</param>
    /// <param name="display">Shows how they go.</param>
    /// <param name="cancellation">Interrupts them.</param>
    /// <exception cref="OperationCanceledException">It was interrupted; it can be continued.</exception>
    public (JsonObject Document, bool Succeeded) RunAll(int workers, IJobDisplay display, CancellationToken cancellation)
    {
        folder.Prepare(plan, cancellation);
        var runner = Runner(Math.Max(1, Environment.ProcessorCount / workers));
        Refresh(runner);
        var open = _jobs.Where(job => job.State == JobState.Waiting).ToArray();
        try
        {
            display.Run(_jobs, Math.Min(workers, Math.Max(1, open.Length)), show => JobPool.Run(
                open, runner, workers,
                job =>
                {
                    if (job.State != JobState.Elsewhere)
                        WriteResults(runner, cancellation);
                    show(job);
                },
                cancellation));
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(
                $"Interrupted with {_jobs.Count(job => job.State == JobState.Finished)} of {_jobs.Length} jobs finished; the same command continues.");
        }

        var document = Collect(MeasureCosts(cancellation), cancellation);
        return (document, _jobs.All(job => job.State == JobState.Finished));
    }

    /// <summary>Does one job and returns what it measured.</summary>
    /// <param name="job">One of the plan's.</param>
    /// <param name="threads">Threads; one for each core where 0.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <exception cref="InvalidInputException">Another process is at it, or its folder holds something else.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; it can be continued.</exception>
    public EvaluationResult Run(PlannedJob job, int threads, CancellationToken cancellation)
    {
        var (progress, runner) = (_jobs[plan.Jobs.Index().First(pair => pair.Item == job).Index], Runner(threads));
        using var held = ReproductionFolder.TryTake(progress.Job)
            ?? throw new InvalidInputException($"Another process is at work on {job.Id}; wait for it or give another job.");
        if (runner.Finished(progress.Job) is { } finished)
        {
            screen.Message($"{job.Id} is finished already.");
            return finished;
        }

        try
        {
            var evaluation = runner.Run(progress.Job, screen, cancellation);
            progress.Finish(evaluation);
            WriteResults(runner, cancellation);
            return evaluation;
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(
                $"Interrupted; what {job.Id} has reached is kept, and the same command continues.");
        }
    }

    /// <summary>
    /// Writes results.csv and the report of the jobs that are finished, with the costs where they were measured. Returns what the
    /// command prints.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public JsonObject Collect(CancellationToken cancellation)
    {
        Refresh(Runner(0));
        if (_jobs.Count(job => job.State != JobState.Finished) is > 0 and var open)
            screen.Message($"{open} of {_jobs.Length} jobs are open.");
        return Collect(CostTable.Read(folder.Costs) ?? CostTable.Empty, cancellation);
    }

    /// <summary>What <c>reproduce plan</c> prints: the jobs and which of them are finished.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public JsonObject Plan(CancellationToken cancellation)
    {
        folder.Prepare(plan, cancellation);
        Refresh(Runner(0));
        return new JsonObject
        {
            ["out"] = folder.Directory,
            ["plan"] = folder.Plan,
            ["jobs"] = new JsonArray([.. plan.Jobs.Zip(_jobs, (job, progress) => (JsonNode)new JsonObject
            {
                ["id"] = job.Id,
                ["experiment"] = job.Experiment,
                ["data"] = job.Data,
                ["seed"] = job.Seed,
                ["finished"] = progress.State == JobState.Finished,
            })]),
        };
    }

    private JobRunner Runner(int threads) => new(plan.Samples, threads);

    // Other processes finish jobs too, which their files tell.
    private void Refresh(JobRunner runner)
    {
        foreach (var job in _jobs.Where(job => job.State is JobState.Waiting or JobState.Elsewhere))
        {
            if (runner.Finished(job.Job) is { } evaluation)
                job.Finish(evaluation);
        }
    }

    private void WriteResults(JobRunner runner, CancellationToken cancellation)
    {
        using var writing = folder.WaitToWrite(cancellation);
        Refresh(runner);
        ResultsFile.Write(_jobs, folder.Results);
    }

    private JsonObject Collect(CostTable costs, CancellationToken cancellation)
    {
        screen.Message("writing the report");
        var measurements = new Measurements(
            [.. _jobs.Where(job => job.Evaluation is not null).Select(job => (job.Job, job.Evaluation!))]);
        string[] names = [.. _jobs.Select(job => job.Job.DataName).Distinct()];
        var tested = ClaimTest.AdjustTogether(
            [.. _studies.Select(study => (study, ReproductionReport.Tests(study, measurements, names, costs)))]);
        using (folder.WaitToWrite(cancellation))
        {
            ResultsFile.Write(_jobs, folder.Results);
            ReproductionReport.Write(
                folder.Directory, tested, _jobs, measurements, names, costs, Provenance.Describe(_jobs, plan.Samples));
        }

        if (Provenance.Caveat(_jobs) is { } caveat)
            screen.Message(caveat);
        return Document(tested);
    }

    private CostTable MeasureCosts(CancellationToken cancellation)
    {
        Experiment[] measured = [.. plan.Experiments.Where(
            experiment => _jobs.Any(job => job.Job.Experiment == experiment.Name && job.Evaluation is not null))];
        if (measured.Length == 0)
            return CostTable.Empty;
        try
        {
            using var alone = folder.WaitToMeasure(cancellation);
            return new CostMeasurement(plan.Jobs[0].Data, plan.Quick, screen).Measure(measured, folder.Costs, cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(
                "Interrupted while costs were measured; all jobs are finished, and the same command continues.");
        }
    }

    private JsonObject Document(IEnumerable<(Study Study, IReadOnlyList<ClaimTest> Tests)> studies) => new()
    {
        ["out"] = folder.Directory,
        ["jobs"] = _jobs.Length,
        ["finished"] = _jobs.Count(job => job.State == JobState.Finished),
        ["failed"] = _jobs.Count(job => job.State == JobState.Failed),
        ["claims"] = new JsonArray([.. studies.SelectMany(pair => pair.Tests.Select(test => (JsonNode)new JsonObject
        {
            ["study"] = pair.Study.Name,
            ["claim"] = test.Claim.Text,
            ["reading"] = test.Claim.Reading,
            ["measured"] = test.Measured,
            ["interval"] = test.Interval,
            ["verdict"] = test.VerdictName,
            ["why"] = test.Why,
        }))]),
        ["results"] = folder.Results,
        ["report"] = folder.Report,
    };
}
