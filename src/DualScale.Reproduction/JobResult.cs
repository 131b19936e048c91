using DualScale.Runs;

namespace DualScale.Reproduction;

/// <summary>What came of a finished job.</summary>
/// <param name="Evaluation">What was measured.</param>
/// <param name="Version">The program that trained it, its commit in seven digits; null where that is not known.</param>
/// <param name="Fingerprint">What decides its numbers, in short; null where that is not known.</param>
internal sealed record JobResult(EvaluationResult Evaluation, string? Version, string? Fingerprint)
{
    /// <summary>The file that it is known from; null where it was done in the folder of the reproduction.</summary>
    public string? KnownFrom { get; init; }

    /// <summary>Whether all is known of how it came about.</summary>
    public bool HasProvenance => Version is not null && Fingerprint is not null && Evaluation.Version > 0;

    /// <summary>What came of a job whose folder has its run.</summary>
    public static JobResult Of(Job job, EvaluationResult evaluation, JobFingerprints fingerprints) =>
        new(evaluation, VersionOf(job), fingerprints.Of(job));

    /// <summary>A version with no more than the first seven digits of the commit after its +.</summary>
    public static string Short(string version) =>
        version.Split('+') is [var number, { Length: > 7 } commit] ? $"{number}+{commit[..7]}" : version;

    private static string? VersionOf(Job job)
    {
        try
        {
            return Run.Open(job.Files.Directory).ReadTraining()?.Version is { } version && version != Surroundings.Unknown
                ? Short(version) : null;
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }
}
