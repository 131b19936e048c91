using System.Text.Json.Serialization;
using DualScale.Reproduction.Studies;
using DualScale.Runs;
using DualScale.Runs.Report;

namespace DualScale.Reproduction;

/// <summary>
/// What finished models give with other numbers of network calls than their own, where a study asks for it. It is kept as
/// calls.json in a job's folder and is no part of results.csv, whose numbers are those of a model as it is meant to be used.
/// </summary>
internal sealed class CallsMeasurement(IReadOnlyList<Study> studies, IScreen screen)
{
    private const string FileName = "calls.json";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>Forgets what was measured of an older model.</summary>
    public static void Discard(Job job) => File.Delete(PathOf(job));

    /// <summary>Measures the jobs that lack it, one after another, none that another process is at.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; what was measured is kept.</exception>
    public void Measure(IReadOnlyList<JobProgress> jobs, CancellationToken cancellation)
    {
        var open = new Queue<JobProgress>(jobs.Where(IsOpen));
        var all = open.Count;
        if (all == 0)
            return;
        screen.Progress("measuring quality against network calls", report =>
        {
            while (open.TryDequeue(out var job))
            {
                cancellation.ThrowIfCancellationRequested();
                using var held = ReproductionFolder.TryTake(job.Job);
                if (held is not null)
                    Measure(job, 0, cancellation);
                else
                {
                    open.Enqueue(job);
                    cancellation.WaitHandle.WaitOne(Poll);
                }

                report(1 - open.Count / (double)all, job.Job.ToString());
            }
        });
    }

    /// <summary>Measures a job whose folder's lock the caller holds, unless that is done.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing is kept.</exception>
    public void Measure(JobProgress job, int threads, CancellationToken cancellation)
    {
        if (!IsOpen(job))
            return;
        var evaluation = job.Evaluation!;
        try
        {
            var run = Run.Open(job.Job.Files.Directory);
            using var model = run.LoadModel();
            var steps = Missing(job);
            var points = CallsPoint.Of(run, model, evaluation, steps, threads, cancellation);
            ResultFile.Write(new Kept(
                evaluation.Version, evaluation.Samples, evaluation.Seed,
                [.. points.Zip(steps, (point, count) =>
                    new Point(count, point.Calls, point.Divergence.Forward, point.Divergence.Reverse))]),
                PathOf(job.Job));
        }
        catch (Exception exception) when (exception is InvalidInputException or RunFailedException)
        {
            screen.Message($"{job.Job} is not measured with other numbers of network calls: {exception.Message}");
        }
    }

    /// <summary>
    /// A job's evaluation, and as others of it what was measured with other numbers of network calls; of those the divergences
    /// alone are their own.
    /// </summary>
    public IReadOnlyList<EvaluationResult> Of(JobProgress job) => job.Evaluation is not { } evaluation ? []
        :
        [
            evaluation,
            .. (Read(job) ?? []).Select(point => evaluation with
            {
                SamplerSteps = point.Calls,
                Divergence = point.Divergence,
                ReverseDivergence = point.ReverseDivergence,
            }),
        ];

    private static string PathOf(Job job) => Path.Combine(job.Files.Directory, FileName);

    private bool IsOpen(JobProgress job) =>
        job is { Evaluation: not null, IsKnown: false } && Missing(job).Length > 0 && Read(job) is null;

    // All but its own, which its evaluation has.
    private int[] Missing(JobProgress job) =>
    [
        .. studies.Where(study => study.Rows.Any(row => row.Experiment == job.Job.Experiment))
            .SelectMany(study => study.NetworkCalls)
            .Distinct().Where(calls => calls != job.Evaluation!.SamplerSteps),
    ];

    // Null where it is missing, damaged or not of this evaluation: then it is measured again.
    private IReadOnlyList<Point>? Read(JobProgress job)
    {
        try
        {
            return ResultFile.Read<Kept>(PathOf(job.Job)) is { Points: { } points } kept
                && (kept.Version, kept.Samples, kept.Seed) ==
                    (job.Evaluation!.Version, job.Evaluation.Samples, job.Evaluation.Seed)
                && Missing(job).SequenceEqual(points.Select(point => point.Steps ?? point.Calls)) ? points : null;
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    private sealed record Kept(
        [property: JsonPropertyName("evaluation_version")] int Version,
        [property: JsonPropertyName("samples")] int Samples,
        [property: JsonPropertyName("seed")] ulong Seed,
        [property: JsonPropertyName("points")] IReadOnlyList<Point> Points);

    // Some samplers call the network twice a step; the files of earlier versions have the calls alone.
    private readonly record struct Point(
        [property: JsonPropertyName("steps")] int? Steps,
        [property: JsonPropertyName("calls")] int Calls,
        [property: JsonPropertyName("kl_bits"), JsonConverter(typeof(FiniteNumberConverter))] double Divergence,
        [property: JsonPropertyName("reverse_kl_bits"), JsonConverter(typeof(FiniteNumberConverter))] double ReverseDivergence);
}
