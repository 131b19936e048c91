using System.Globalization;
using DualScale.Reproduction.Studies;
using DualScale.Runs;

namespace DualScale.Reproduction;

/// <summary>What jobs there were and what made them, in a sentence or two.</summary>
internal static class Provenance
{
    private const int PaperSteps = 10_000;

    /// <param name="jobs">All jobs.</param>
    /// <param name="samples">Samples of each.</param>
    /// <param name="studies">What they are jobs of.</param>
    public static string Describe(IReadOnlyList<JobProgress> jobs, int samples, IReadOnlyList<Study> studies)
    {
        var steps = string.Join(", ", jobs.Select(job => job.Job.Configuration.Training.Steps).Distinct().Order()
            .Select(count => count.ToString("N0", CultureInfo.InvariantCulture)));
        var versions = jobs.Where(job => job.State == JobState.Finished)
            .CountBy(job => job.Result!.Version ?? Surroundings.Unknown)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} ({pair.Value})"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{jobs.Count(job => job.State == JobState.Finished)} of {jobs.Count} jobs: {steps} training steps, {samples:N0} samples each, on {Seeds(jobs)}. Trained by DualScale {string.Join(", ", versions)}; this page written by {JobResult.Short(Surroundings.Version)}. {Caveat(jobs, studies)}").TrimEnd();
    }

    /// <summary>What fewer steps than the papers' mean; null where their models take no fewer.</summary>
    public static string? Caveat(IReadOnlyList<JobProgress> jobs, IReadOnlyList<Study> studies) =>
        jobs.Any(job => job.Job.Configuration.Training.Steps < PaperSteps && studies.Any(
            study => study.FollowsPaper && study.Rows.Any(row => row.Experiment == job.Job.Experiment)))
        ? "The papers train for 10,000 steps: what fewer show says nothing of their claims." : null;

    /// <summary>Which jobs were not run here, and what that means for the page; null where all were.</summary>
    public static string? Known(IReadOnlyList<JobProgress> jobs)
    {
        var known = jobs.Where(job => job.IsKnown).ToArray();
        if (known.Length == 0)
            return null;
        var files = string.Join(", ", known.Select(job => job.Result!.KnownFrom).Distinct());
        var pictures = jobs.Any(job => job.Evaluation is not null && !job.IsKnown)
            ? "show the jobs that were run here, each experiment with its first such seed" : "are left out";
        var unsure = known.Count(job => !job.Result!.HasProvenance);
        return string.Create(CultureInfo.InvariantCulture,
            $"The numbers of {known.Length} of {jobs.Count} jobs were not measured here but are known from another reproduction ({files}). Figures of samples, losses, weights, gates and grids need a job's own folder: they {pictures}.{(unsure == 0 ? "" : $" Of {unsure} the file does not say what version trained them, with what settings, or by what definitions they were measured; they are taken to be those of this page.")}");
    }

    private static string Seeds(IReadOnlyList<JobProgress> jobs)
    {
        var counts = jobs.GroupBy(job => job.Job.DataName).Select(
            group => (group.Key, Seeds: group.Select(job => job.Job.Seed).Distinct().Count())).GroupBy(pair => pair.Seeds);
        return string.Join(" and on ", counts.Select(group =>
            $"{string.Join(", ", group.Select(pair => pair.Key))} with {group.Key} {(group.Key == 1 ? "seed" : "seeds")}"));
    }
}
