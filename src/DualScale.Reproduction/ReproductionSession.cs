using System.Text.Json.Nodes;
using DualScale.Reproduction.Studies;
using DualScale.Runs;

namespace DualScale.Reproduction;

/// <summary>
/// Does the jobs of a plan, from wherever they stand, and writes what was found. Several may be at work in one folder, in this
/// process or others.
/// </summary>
internal sealed class ReproductionSession
{
    private readonly ReproductionFolder _folder;
    private readonly ReproductionPlan _plan;
    private readonly IScreen _screen;
    private readonly IReadOnlyList<Study> _studies;
    private readonly JobProgress[] _jobs;
    private readonly JobFingerprints _fingerprints = new();
    private readonly KnownResults _known;
    private readonly CallsMeasurement _calls;

    /// <param name="folder">Where.</param>
    /// <param name="plan">What.</param>
    /// <param name="known">The results.csv of other reproductions; the jobs that they have are done.</param>
    /// <param name="screen">Told how it goes.</param>
    /// <exception cref="InvalidInputException">A file of <paramref name="known"/> cannot be taken.</exception>
    public ReproductionSession(
        ReproductionFolder folder, ReproductionPlan plan, IReadOnlyList<string> known, IScreen screen)
    {
        (_folder, _plan, _screen, _studies) = (folder, plan, screen, plan.ToStudies());
        _calls = new CallsMeasurement(_studies, screen);
        _jobs = [.. plan.Jobs.Select(
            job => new JobProgress(new Job(job.Experiment, job.Data, job.Seed, plan.Configure(job), folder.FilesOf(job))))];
        _known = new KnownResults(known, [.. _jobs.Select(job => job.Job)], plan.Samples, _fingerprints);
        foreach (var (path, count) in _known.Others)
        {
            if (Path.GetFullPath(path) == Path.GetFullPath(folder.Results))
            {
                throw new InvalidInputException(
                    $"{path} has {Rows(count)} that are not in this plan, and would be written over; give a copy of it or choose another --out.");
            }

            screen.Message($"{Rows(count)} of {path} left out: not in this plan.");
        }

        static string Rows(int count) => count == 1 ? "1 finished job" : FormattableString.Invariant($"{count} finished jobs");
    }

    /// <summary>
    /// Plans, does all jobs side by side, measures quality against network calls and costs, and collects. Returns what the
    /// command prints, and whether every job succeeded.
    /// </summary>
    /// <param name="workers">Jobs at a time, sharing the cores.</param>
    /// <param name="display">Shows how they go.</param>
    /// <param name="cancellation">Interrupts them.</param>
    /// <exception cref="OperationCanceledException">It was interrupted; it can be continued.</exception>
    public (JsonObject Document, bool Succeeded) RunAll(int workers, IJobDisplay display, CancellationToken cancellation)
    {
        _folder.Prepare(_plan, cancellation);
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

        CostTable costs;
        try
        {
            _calls.Measure(_jobs, cancellation);
            costs = MeasureCosts(cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(
                "Interrupted in the last measurements; all jobs are finished, and the same command continues.");
        }

        return (Collect(costs, cancellation), _jobs.All(job => job.State == JobState.Finished));
    }

    /// <summary>Does one job and returns what it measured.</summary>
    /// <param name="job">One of the plan's.</param>
    /// <param name="threads">Threads; one for each core where 0.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <exception cref="InvalidInputException">Another process is at it, or its folder holds something else.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; it can be continued.</exception>
    public EvaluationResult Run(PlannedJob job, int threads, CancellationToken cancellation)
    {
        var (progress, runner) = (_jobs[_plan.Jobs.Index().First(pair => pair.Item == job).Index], Runner(threads));
        Refresh(runner, progress);
        if (progress.Result is { KnownFrom: { } file } known)
        {
            _screen.Message($"{job.Id} is known from {file}.");
            return known.Evaluation;
        }

        using var held = ReproductionFolder.TryTake(progress.Job)
            ?? throw new InvalidInputException($"Another process is at work on {job.Id}; wait for it or give another job.");
        Refresh(runner, progress);
        try
        {
            if (progress.Result is not null)
                _screen.Message($"{job.Id} is finished already.");
            else
            {
                progress.Finish(runner.Run(progress.Job, _screen, cancellation));
                WriteResults(runner, cancellation);
            }

            _calls.Measure(progress, threads, cancellation);
            return progress.Evaluation!;
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
            _screen.Message($"{open} of {_jobs.Length} jobs are open.");
        return Collect(CostTable.Read(_folder.Costs) ?? CostTable.Empty, cancellation);
    }

    /// <summary>What <c>reproduce plan</c> prints: the jobs and which of them are finished.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public JsonObject Plan(CancellationToken cancellation)
    {
        _folder.Prepare(_plan, cancellation);
        Refresh(Runner(0));
        return new JsonObject
        {
            ["out"] = _folder.Directory,
            ["plan"] = _folder.Plan,
            ["jobs"] = new JsonArray([.. _plan.Jobs.Zip(_jobs, (job, progress) => (JsonNode)new JsonObject
            {
                ["id"] = job.Id,
                ["experiment"] = job.Experiment,
                ["data"] = job.Data,
                ["seed"] = job.Seed,
                ["finished"] = progress.State == JobState.Finished,
                ["known"] = progress.IsKnown,
            })]),
        };
    }

    private JobRunner Runner(int threads) => new(_plan.Samples, threads, _fingerprints);

    // Other processes finish jobs too, which their files tell.
    private void Refresh(JobRunner runner) => Refresh(runner, _jobs);

    // What is in the folder goes before what is known from elsewhere.
    private void Refresh(JobRunner runner, params IEnumerable<JobProgress> jobs)
    {
        var contradicted = new List<string>();
        foreach (var job in jobs.Where(job => job.State is JobState.Waiting or JobState.Elsewhere))
        {
            if ((runner.Finished(job.Job) ?? _known.Of(job.Job)) is not { } result)
                continue;
            job.Finish(result);
            if (_known.Contradiction(job.Job, result) is { } place)
                contradicted.Add($"{place}: {job.Job} has other numbers");
        }

        if (contradicted.Count > 0)
        {
            _screen.Message(
                $"{contradicted[0]}{(contradicted.Count == 1 ? "" : $", and so have {contradicted.Count - 1} more jobs,")} than in {_folder.Directory}, which are kept.");
        }
    }

    private void WriteResults(JobRunner runner, CancellationToken cancellation)
    {
        using var writing = _folder.WaitToWrite(cancellation);
        Refresh(runner);
        ResultsFile.Write(_jobs, _folder.Results);
    }

    private JsonObject Collect(CostTable costs, CancellationToken cancellation)
    {
        _screen.Message("writing the report");
        var measurements = new Measurements(
            [.. _jobs.Where(job => job.Evaluation is not null).Select(job => (job.Job, job.Evaluation!))],
            [.. _jobs.SelectMany(job => _calls.Of(job).Select(evaluation => (job.Job, evaluation)))]);
        string[] names = [.. _jobs.Select(job => job.Job.DataName).Distinct()];
        var tested = ClaimTest.AdjustTogether(
            [.. _studies.Select(study => (study, ReproductionReport.Tests(study, measurements, names, costs)))]);
        using (_folder.WaitToWrite(cancellation))
        {
            ResultsFile.Write(_jobs, _folder.Results);
            ReproductionReport.Write(
                _folder.Directory, tested, _jobs, measurements, names, costs,
                Provenance.Describe(_jobs, _plan.Samples, _studies));
        }

        if (Provenance.Caveat(_jobs, _studies) is { } caveat)
            _screen.Message(caveat);
        return Document(tested);
    }

    private CostTable MeasureCosts(CancellationToken cancellation)
    {
        Experiment[] measured = [.. _plan.Experiments.Where(
            experiment => _jobs.Any(job => job.Job.Experiment == experiment.Name && job.Evaluation is not null))];
        if (measured.Length == 0)
            return CostTable.Empty;
        using var alone = _folder.WaitToMeasure(cancellation);
        return new CostMeasurement(_plan.Jobs[0].Data, _plan.Quick, _screen).Measure(measured, _folder.Costs, cancellation);
    }

    private JsonObject Document(IEnumerable<(Study Study, IReadOnlyList<ClaimTest> Tests)> studies) => new()
    {
        ["out"] = _folder.Directory,
        ["jobs"] = _jobs.Length,
        ["finished"] = _jobs.Count(job => job.State == JobState.Finished),
        ["known"] = _jobs.Count(job => job.IsKnown),
        ["failed"] = _jobs.Count(job => job.State == JobState.Failed),
        ["failures"] = new JsonArray([.. _jobs.Where(job => job.State == JobState.Failed)
            .Select(job => (JsonNode)new JsonObject { ["job"] = job.Job.ToString(), ["why"] = job.Failure })]),
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
        ["results"] = _folder.Results,
        ["report"] = _folder.Report,
    };
}
