using System.Globalization;
using DualScale.Reproduction;
using DualScale.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DualScale.Cli.Terminal;

/// <summary>
/// What a person sees of many jobs: a bar for all, one for each in flight, the time left, and a table of the results so far.
/// Without a terminal, a line for each job that ends.
/// </summary>
internal sealed class ReproductionDisplay(Screen screen) : IJobDisplay
{
    private const int BarWidth = 30;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private IReadOnlyList<JobProgress> _jobs = [];
    private int _workers;

    public void Run(IReadOnlyList<JobProgress> jobs, int workers, Action<Action<JobProgress>> work)
    {
        (_jobs, _workers) = (jobs, workers);
        var finishedBefore = jobs.Count(job => job.State == JobState.Finished);
        if (finishedBefore > 0)
            screen.Message($"{finishedBefore} of {jobs.Count} jobs are finished already{Known()}.");
        if (screen.Quiet)
            work(_ => { });
        else if (Console.IsErrorRedirected)
            work(Line);
        else
            RunLive(work);
    }

    private void RunLive(Action<Action<JobProgress>> work) => screen.Terminal.Live(Picture()).Start(context =>
    {
        Exception? failure = null;
        var worker = new Thread(() =>
        {
            try
            {
                work(_ => { });
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        worker.Start();
        while (!worker.Join(Refresh))
            context.UpdateTarget(Picture());
        context.UpdateTarget(Picture());
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    });

    private void Line(JobProgress job)
    {
        lock (_gate)
        {
            if (job.State == JobState.Elsewhere)
            {
                screen.Message($"{job.Job}: another process is at it; its result is waited for");
                return;
            }

            var ended = _jobs.Count(other => other.State is JobState.Finished or JobState.Failed);
            var result = job.Failure is { } failure
                ? $"failed: {failure}"
                : $"KL {Number(job, Measure.Kl)} bits, evaluation loss {Number(job, Measure.EvaluationLoss)}";
            screen.Message($"{ended}/{_jobs.Count}  {job.Job}: {result}  ({Left()})");
        }
    }

    private IRenderable Picture()
    {
        var bars = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn().AddColumn(new GridColumn().NoWrap());
        var done = _jobs.Average(job => job.State == JobState.Failed ? 1 : job.Share);
        bars.AddRow(
            "all jobs", Bar(done), $"{_jobs.Count(job => job.State == JobState.Finished)}/{_jobs.Count} finished{Known()}, {Left()}");
        foreach (var job in _jobs.Where(job => job.State == JobState.Running))
            bars.AddRow(Markup.Escape(job.Job.ToString()), Bar(job.Share), Markup.Escape(job.Detail));
        foreach (var job in _jobs.Where(job => job.State == JobState.Elsewhere))
            bars.AddRow(Markup.Escape(job.Job.ToString()), "waiting", "another process is at it");
        foreach (var job in _jobs.Where(job => job.State == JobState.Failed))
            bars.AddRow(Markup.Escape(job.Job.ToString()), "failed", Markup.Escape(job.Failure!));
        return new Rows(bars, Results());
    }

    private Table Results()
    {
        var data = _jobs.Select(job => job.Job.DataName).Distinct().ToArray();
        var table = new Table().Title("KL divergence so far, bits").AddColumn("experiment");
        foreach (var name in data)
            table.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        foreach (var experiment in _jobs.GroupBy(job => job.Job.Experiment))
        {
            var evaluated = experiment.Where(job => job.Evaluation is not null)
                .ToLookup(job => job.Job.DataName, job => Measure.Kl.Of(job.Evaluation!));
            table.AddRow([Markup.Escape(experiment.Key), .. data.Select(name => Format.Mean([.. evaluated[name]]))]);
        }

        return table;
    }

    private string Known() =>
        _jobs.Count(job => job.IsKnown) is > 0 and var known ? string.Create(CultureInfo.InvariantCulture, $", {known} known") : "";

    private string Left() =>
        TimeLeft.Estimate(_jobs, _workers) is { } left ? $"{Duration.Text(left)} left" : "measuring the pace";

    private static string Number(JobProgress job, Measure measure) =>
        Format.Number(job.Evaluation is { } evaluation ? measure.Of(evaluation) : double.NaN);

    private static string Bar(double share)
    {
        var filled = (int)Math.Round(share * BarWidth);
        return string.Create(CultureInfo.InvariantCulture,
            $"[green]{new string('━', filled)}[/][grey]{new string('━', BarWidth - filled)}[/] {share * 100,3:F0} %");
    }
}
