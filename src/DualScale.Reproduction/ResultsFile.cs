using System.Globalization;
using System.Text;
using CsvHelper;
using DualScale.Interchange;

namespace DualScale.Reproduction;

/// <summary>results.csv: a line a job, in the order of experiments, point sets and seeds. No times, so that the same jobs give the same bytes.</summary>
internal static class ResultsFile
{
    private static readonly string[] Keys =
    [
        .. Measure.All.Select(measure => measure.Key),
        .. ((string[])["grid_variance", "coarse_grid_variance", "fine_grid_variance"]).SelectMany(key => (string[])[key, $"{key}_raw"]),
    ];

    public static void Write(IReadOnlyList<JobProgress> jobs, string path) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        using var csv = CsvWriter.Create(writer, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader(["experiment", "data", "seed", "state", "steps", "samples", .. Keys]);
        foreach (var job in jobs.OrderBy(job => job.Job.Experiment, StringComparer.Ordinal).ThenBy(job => job.Job.DataName, StringComparer.Ordinal).ThenBy(job => job.Job.Seed))
        {
            csv.WriteField(job.Job.Experiment);
            csv.WriteField(job.Job.DataName);
            csv.WriteField(job.Job.Seed.ToString(CultureInfo.InvariantCulture));
            csv.WriteField(job.State switch { JobState.Finished => "finished", JobState.Failed => "failed", _ => "open" });
            csv.WriteField(job.Job.Configuration.Training.Steps.ToString(CultureInfo.InvariantCulture));
            csv.WriteField(job.Evaluation?["samples"]?.ToString() ?? "");
            foreach (var key in Keys)
                csv.WriteField(job.Evaluation?[key]?.GetValue<double>().ToString("R", CultureInfo.InvariantCulture) ?? "");
            csv.EndRecord();
        }
    });
}
