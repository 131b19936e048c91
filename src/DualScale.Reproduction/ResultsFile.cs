using System.Globalization;
using System.Text;
using CsvHelper;
using DualScale.Interchange;

namespace DualScale.Reproduction;

/// <summary>
/// results.csv: a line a job, in the order of experiments, point sets and seeds. No times, so that the same jobs, trained by the
/// same version, give the same bytes. <see cref="ResultsReader"/> takes it for a reproduction elsewhere.
/// </summary>
internal static class ResultsFile
{
    public const string FinishedState = "finished";

    public static IReadOnlyList<Measure> Measures { get; } =
    [
        .. Measure.All,
        .. ((string[])["grid_variance", "coarse_grid_variance", "fine_grid_variance"])
            .SelectMany(key => (Measure[])[Measure.GridVariance(key), Measure.GridVariance($"{key}_raw")]),
    ];

    /// <summary>What says which job a line is of, and where it stands.</summary>
    public static IReadOnlyList<string> JobColumns { get; } = ["experiment", "data", "seed", "state", "steps", "samples"];

    /// <summary>
    /// How the numbers came about: what decides them, in short, the version that trained the job, and the definitions that its
    /// measures follow. Not in files of earlier versions.
    /// </summary>
    public static IReadOnlyList<string> ProvenanceColumns { get; } = ["fingerprint", "version", "evaluation_version"];

    public static void Write(IReadOnlyList<JobProgress> jobs, string path) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        using var csv = CsvWriter.Create(writer, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader([.. JobColumns, .. Measures.Select(measure => measure.Key), .. ProvenanceColumns]);
        foreach (var job in jobs.OrderBy(job => job.Job.Experiment, StringComparer.Ordinal)
            .ThenBy(job => job.Job.DataName, StringComparer.Ordinal).ThenBy(job => job.Job.Seed))
        {
            csv.WriteField(job.Job.Experiment);
            csv.WriteField(job.Job.DataName);
            csv.WriteField(job.Job.Seed.ToString(CultureInfo.InvariantCulture));
            csv.WriteField(job.State switch { JobState.Finished => FinishedState, JobState.Failed => "failed", _ => "open" });
            csv.WriteField(job.Job.Configuration.Training.Steps.ToString(CultureInfo.InvariantCulture));
            csv.WriteField(job.Evaluation?.Samples.ToString(CultureInfo.InvariantCulture) ?? "");
            foreach (var measure in Measures)
            {
                csv.WriteField(job.Evaluation is { } evaluation && measure.Of(evaluation) is var value &&
                    double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "");
            }

            csv.WriteField(job.Result?.Fingerprint ?? "");
            csv.WriteField(job.Result?.Version ?? "");
            csv.WriteField(job.Evaluation is { Version: > 0 and var version }
                ? version.ToString(CultureInfo.InvariantCulture) : "");
            csv.EndRecord();
        }
    });
}
