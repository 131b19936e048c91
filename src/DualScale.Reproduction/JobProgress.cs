using System.Diagnostics;
using DualScale.Runs;

namespace DualScale.Reproduction;

/// <summary>How far a job is, as one thread works and another looks.</summary>
internal sealed class JobProgress(Job job) : IProgress<RunEvent>
{
    private const double TrainingShare = 0.95;

    private long _start;
    private double _shareAtStart = double.NaN;

    public Job Job { get; } = job;

    public JobState State { get; private set; }

    /// <summary>The share of its work that is done, 0 to 1.</summary>
    public double Share { get; private set; }

    public string Detail { get; private set; } = "";

    /// <summary>What came of it, once it is finished.</summary>
    public JobResult? Result { get; private set; }

    /// <summary>What was measured, once it is finished.</summary>
    public EvaluationResult? Evaluation => Result?.Evaluation;

    /// <summary>Whether it is finished by what a file knows of it, and was not run here.</summary>
    public bool IsKnown => Result?.KnownFrom is not null;

    /// <summary>Why it failed.</summary>
    public string? Failure { get; private set; }

    /// <summary>Seconds worked on it in this process.</summary>
    public double Seconds { get; private set; }

    /// <summary>The share done in this process.</summary>
    public double ShareHere => double.IsNaN(_shareAtStart) ? 0 : Share - _shareAtStart;

    public void Report(RunEvent value)
    {
        switch (value)
        {
            case ActivityProgressed progress:
                Advance(progress);
                break;
            case RunMessage or TrainingResumed or AlreadyTrained:
                Detail = value.Text;
                break;
        }
    }

    public void Run() => State = JobState.Running;

    public void LeaveElsewhere() => State = JobState.Elsewhere;

    public void Finish(JobResult result) => (Share, Detail, Result, State) = (1, "", result, JobState.Finished);

    public void Fail(string reason) => (Detail, Failure, State) = ("", reason, JobState.Failed);

    private void Advance(ActivityProgressed progress)
    {
        Share = progress.Activity == RunActivity.Training ? TrainingShare * progress.Share : TrainingShare + (1 - TrainingShare) *
            progress.Share;
        if (double.IsNaN(_shareAtStart))
            (_shareAtStart, _start) = (Share, Stopwatch.GetTimestamp());
        Seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        Detail = progress.Detail.Length == 0 ? "sampling" : progress.Detail;
    }
}
