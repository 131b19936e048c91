namespace DualScale.Reproduction;

/// <summary>What is left of the work, from the pace of each experiment so far.</summary>
internal static class TimeLeft
{
    /// <summary>The estimate; null until something was measured.</summary>
    public static TimeSpan? Estimate(IReadOnlyList<JobProgress> jobs, int workers)
    {
        var pace = jobs.Where(job => job.ShareHere > 0.02).GroupBy(job => job.Job.Experiment)
            .ToDictionary(group => group.Key, group => group.Sum(job => job.Seconds) / group.Sum(job => job.ShareHere));
        if (pace.Count == 0)
            return null;
        var unknown = pace.Values.Average();
        var open = jobs.Where(job => job.State is JobState.Waiting or JobState.Running or JobState.Elsewhere).ToArray();
        if (open.Length == 0)
            return TimeSpan.Zero;
        var left = open.Select(job => (1 - job.Share) * pace.GetValueOrDefault(job.Job.Experiment, unknown)).ToArray();
        return TimeSpan.FromSeconds(Math.Max(left.Sum() / workers, left.Max()));
    }
}
