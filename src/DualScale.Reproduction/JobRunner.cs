using System.Text.Json.Nodes;
using DualScale.Interchange;
using DualScale.Runs;
using DualScale.Runs.Configuration;
using DualScale.Tables;

namespace DualScale.Reproduction;

/// <summary>
/// Brings a job, whose folder's lock the caller holds, from wherever it stands to its end. What is finished stays as it is.
/// </summary>
internal sealed class JobRunner(int samples, int threads, JobFingerprints fingerprints)
{
    /// <summary>What came of a finished job; null while it is not.</summary>
    public JobResult? Finished(Job job)
    {
        if (!job.Files.HoldsRun || ReadEvaluation(job) is not { } evaluation)
            return null;
        RequireSame(job);
        return evaluation.Request == job.Drawn(samples) ? JobResult.Of(job, evaluation, fingerprints) : null;
    }

    /// <exception cref="OperationCanceledException">It was cancelled; its checkpoint is saved.</exception>
    public JobResult Run(Job job, IProgress<RunEvent> events, CancellationToken cancellation)
    {
        if (Finished(job) is { } finished)
            return finished;
        if (job.Files.HoldsRun)
            RequireSame(job);
        else
            Runs.Run.Create(job.Files.Directory, job.Configuration, RunCreation.ReadTable(job.Data));
        var run = Runs.Run.Open(job.Files.Directory);
        if (!File.Exists(job.Files.Record))
            run.Train(threads, events, cancellation);
        AtomicFile.DiscardLeftovers(job.Files.Directory);
        File.Delete(job.Files.Samples);
        CallsMeasurement.Discard(job);
        var drawn = run.Sample(Request(job), events, cancellation);
        var evaluation = run.Evaluate(drawn, threads, events, cancellation);
        if (!drawn.IsFinite)
        {
            throw new RunFailedException(
                "Some samples are not finite numbers; train longer or with a lower training.learning-rate.");
        }

        drawn.Save(job.Files.Samples);
        return JobResult.Of(job, evaluation, fingerprints);
    }

    // Null also where a file is damaged or of older definitions: then the finished model is measured again.
    private EvaluationResult? ReadEvaluation(Job job)
    {
        try
        {
            if (Runs.Run.Open(job.Files.Directory).ReadEvaluation() is not { } evaluation ||
                evaluation.Version != EvaluationResult.CurrentVersion)
                return null;
            var written = JsonNode.Parse(ResultFile.ReadText(job.Files.Evaluation))!.AsObject();
            return Measure.All.All(measure => written.ContainsKey(measure.Key))
                && File.Exists(job.Files.Samples) && File.ReadLines(job.Files.Samples).Count() == samples + 1 ? evaluation : null;
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    private SamplingRequest Request(Job job) => new() { Count = samples, Seed = job.Seed, Threads = threads };

    private static void RequireSame(Job job)
    {
        if (ConfigurationTree.Difference(job.Configuration, Runs.Run.Open(job.Files.Directory).Configuration) is { } path)
            throw new InvalidInputException($"{job.Files.Directory} holds a run with another {path}; choose another --out.");
        if (File.Exists(job.Files.Table) &&
            !TableReader.Read(job.Files.Table).Values.Span.SequenceEqual(TableReader.Read(job.Data).Values.Span))
            throw new InvalidInputException(
                $"{job.Data} has changed since {job.Files.Directory} was made from it; choose another --out.");
    }
}
