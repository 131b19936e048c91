using System.Globalization;
using DualScale.Runs;

namespace DualScale.Reproduction;

/// <summary>What jobs there were and what made them, in a sentence or two.</summary>
internal static class Provenance
{
    private const int PaperSteps = 10_000;

    /// <param name="jobs">All jobs.</param>
    /// <param name="samples">Samples of each.</param>
    public static string Describe(IReadOnlyList<JobProgress> jobs, int samples)
    {
        var steps = string.Join(", ", jobs.Select(job => job.Job.Configuration.Training.Steps).Distinct().Order()
            .Select(count => count.ToString("N0", CultureInfo.InvariantCulture)));
        var versions = jobs.Where(job => job.State == JobState.Finished).CountBy(job => VersionOf(job.Job))
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{Short(pair.Key)} ({pair.Value})"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{jobs.Count(job => job.State == JobState.Finished)} of {jobs.Count} jobs: {steps} training steps, {samples:N0} samples each, on {Seeds(jobs)}. Trained by DualScale {string.Join(", ", versions)}; this page written by {Short(Surroundings.Version)}. {Caveat(jobs)}").TrimEnd();
    }

    /// <summary>What fewer steps than the papers' mean; null where there are no fewer.</summary>
    public static string? Caveat(IReadOnlyList<JobProgress> jobs) =>
        jobs.Any(job => job.Job.Configuration.Training.Steps < PaperSteps)
        ? "The papers train for 10,000 steps: what fewer show says nothing of their claims." : null;

    private static string Seeds(IReadOnlyList<JobProgress> jobs)
    {
        var counts = jobs.GroupBy(job => job.Job.DataName).Select(
            group => (group.Key, Seeds: group.Select(job => job.Job.Seed).Distinct().Count())).GroupBy(pair => pair.Seeds);
        return string.Join(" and on ", counts.Select(group =>
            $"{string.Join(", ", group.Select(pair => pair.Key))} with {group.Key} {(group.Key == 1 ? "seed" : "seeds")}"));
    }

    private static string VersionOf(Job job)
    {
        try
        {
            return Runs.Run.Open(job.Files.Directory).ReadTraining()?.Version ?? "unknown";
        }
        catch (InvalidInputException)
        {
            return "unknown";
        }
    }

    // The commit after the + needs no more than its first seven digits.
    private static string Short(string version) =>
        version.Split('+') is [var number, { Length: > 7 } commit] ? $"{number}+{commit[..7]}" : version;
}
