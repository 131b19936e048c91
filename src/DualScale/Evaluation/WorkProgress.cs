namespace DualScale.Evaluation;

/// <summary>Adds up work that several threads do, and reports the share done from one of them.</summary>
internal sealed class WorkProgress(IProgress<double>? progress, double all)
{
    private readonly Lock _gate = new();
    private double _done;

    /// <summary>Counts work as done.</summary>
    /// <param name="work">In the unit of the whole.</param>
    /// <param name="report">Whether this thread is the one that reports.</param>
    public void Add(double work, bool report)
    {
        double done;
        lock (_gate)
            done = _done += work;
        if (report)
            progress?.Report(Math.Min(done / all, 1));
    }
}
