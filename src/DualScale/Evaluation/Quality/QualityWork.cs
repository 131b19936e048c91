using DualScale.Numerics;

namespace DualScale.Evaluation.Quality;

/// <summary>Threads, progress and cancellation of a comparison.</summary>
internal sealed class QualityWork(ThreadTeam team, IProgress<double>? progress, CancellationToken cancellation)
{
    private double _from;
    private double _share;

    public CancellationToken Cancellation => cancellation;

    /// <summary>Starts a part of the whole.</summary>
    /// <param name="from">The share that is done before it.</param>
    /// <param name="to">The share that is done after it.</param>
    /// <param name="loops">How many loops it has; more are not seen.</param>
    public void Begin(double from, double to, int loops) => (_from, _share) = (from, (to - from) / loops);

    /// <summary>Does items side by side. What each gives may not depend on the others.</summary>
    public void For(int count, Action<int> item)
    {
        var queue = new WorkQueue();
        queue.Reset(count);
        var done = new WorkProgress(new Part(this, _from), count);
        team.Run(member =>
        {
            while (queue.TryTake(out var i))
            {
                cancellation.ThrowIfCancellationRequested();
                item(i);
                done.Add(1, report: member == 0);
            }
        });
        _from += _share;
    }

    private sealed class Part(QualityWork work, double from) : IProgress<double>
    {
        public void Report(double value) => work.Report(Math.Min(1, from + value * work._share));
    }

    private double _reported;

    // More loops than were announced would run into the next part, so it never falls.
    private void Report(double share)
    {
        if (share <= _reported)
            return;
        _reported = share;
        progress?.Report(share);
    }
}
