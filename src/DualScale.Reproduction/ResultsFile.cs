using System.Globalization;
using System.Text;
using CsvHelper;
using DualScale.Interchange;

namespace DualScale.Reproduction;

/// <summary>
/// results.csv: a line a job, in the order of experiments, point sets and seeds. No times, so that the same jobs give the same
/// bytes.
/// </summary>
internal static class ResultsFile
{
    private static readonly Measure[] Measures =
    [
        .. Measure.All,
        .. ((string[])["grid_variance", "coarse_grid_variance", "fine_grid_variance"])
            .SelectMany(key => (Measure[])[Measure.GridVariance(key), Measure.GridVariance($"{key}_raw")]),
    ];

    public static void Write(IReadOnlyList<JobProgress> jobs, string path) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        using var csv = CsvWriter.Create(writer, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader(["experiment", "data", "seed", "state", "steps", "samples", .. Measures.Select(measure => measure.Key)]);
        foreach (var job in jobs.OrderBy(job => job.Job.Experiment, StringComparer.Ordinal)
            .ThenBy(job => job.Job.DataName, StringComparer.Ordinal).ThenBy(job => job.Job.Seed))
        {
            csv.WriteField(job.Job.Experiment);
            csv.WriteField(job.Job.DataName);
            csv.WriteField(job.Job.Seed.ToString(CultureInfo.InvariantCulture));
            csv.WriteField(job.State switch { JobState.Finished => "finished", JobState.Failed => "failed", _ => "open" });
            csv.WriteField(job.Job.Configuration.Training.Steps.ToString(CultureInfo.InvariantCulture));
            csv.WriteField(job.Evaluation?.Samples.ToString(CultureInfo.InvariantCulture) ?? "");
            foreach (var measure in Measures)
            {
                csv.WriteField(job.Evaluation is { } evaluation && measure.Of(evaluation) is var value &&
                    double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "");
            }

            csv.EndRecord();
        }
    });
}
