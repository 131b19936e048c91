namespace DualScale.Runs;

/// <summary>Tells the events of one activity, from its start to its end, one at a time.</summary>
internal sealed class ActivityReport : IProgress<double>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly IProgress<RunEvent>? _events;
    private readonly RunActivity _activity;

    public ActivityReport(IProgress<RunEvent>? events, RunActivity activity)
    {
        (_events, _activity) = (events, activity);
        Report(new ActivityStarted(activity));
    }

    public void Report(RunEvent happened)
    {
        lock (_gate)
            _events?.Report(happened);
    }

    /// <summary>A share of sampling or scoring.</summary>
    public void Report(double value) =>
        Report(_activity == RunActivity.Scoring ? new ScoringProgressed(value) : new SamplingProgressed(value));

    public void Dispose() => Report(new ActivityEnded(_activity));
}
