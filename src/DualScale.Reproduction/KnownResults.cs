using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DualScale.Runs;

namespace DualScale.Reproduction;

/// <summary>
/// What the results.csv of other reproductions have of a plan's jobs. Such a job is done: it has its numbers, and no folder.
/// </summary>
internal sealed class KnownResults
{
    private readonly Dictionary<string, int> _others = [];
    private readonly Dictionary<Job, ResultLine> _lines = new(ReferenceEqualityComparer.Instance);

    /// <param name="paths">The files.</param>
    /// <param name="jobs">The plan's jobs.</param>
    /// <param name="samples">Samples of each.</param>
    /// <param name="fingerprints">What decides their numbers.</param>
    /// <exception cref="InvalidInputException">A file cannot be read, or a line of the plan's jobs was made otherwise or
    /// contradicts another one.</exception>
    public KnownResults(IReadOnlyList<string> paths, IReadOnlyList<Job> jobs, int samples, JobFingerprints fingerprints)
    {
        var byKey = jobs.ToDictionary(
            job => (job.Experiment, job.DataName, job.Seed, job.Configuration.Training.Steps, samples));
        foreach (var line in paths.SelectMany(ResultsReader.Read))
        {
            if (!byKey.TryGetValue(line.Key, out var job))
                _others[line.Path] = _others.GetValueOrDefault(line.Path) + 1;
            else
                Add(job, line, fingerprints);
        }
    }

    /// <summary>How many lines of each file are of jobs that the plan has not.</summary>
    public IReadOnlyDictionary<string, int> Others => _others;

    /// <summary>What is known of a job; null for nothing.</summary>
    public JobResult? Of(Job job) => _lines.TryGetValue(job, out var line)
        ? new JobResult(Evaluation(job, line), line.Version, line.Fingerprint) { KnownFrom = Path.GetFileName(line.Path) } : null;

    /// <summary>Where another result of a job is known; null where it is the same or nothing is known.</summary>
    public string? Contradiction(Job job, JobResult result) =>
        _lines.TryGetValue(job, out var line) && !line.Agrees(
            ResultsFile.Measures.Select(measure => Finite(measure.Of(result.Evaluation)))) ? line.Place : null;

    private void Add(Job job, ResultLine line, JobFingerprints fingerprints)
    {
        if (line.Fingerprint is not null && line.Fingerprint != fingerprints.Of(job))
        {
            throw new InvalidInputException(
                $"{line.Place}: {job} has other settings or data there than in this plan; ask for the same ones, or leave the row out and the job is trained.");
        }

        if (line.EvaluationVersion is not 0 and not EvaluationResult.CurrentVersion)
        {
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                $"{line.Place}: {job} was measured by definitions {line.EvaluationVersion}, and these are {EvaluationResult.CurrentVersion}; reproduce again in its folder, which measures anew without training, or leave the row out."));
        }

        if (!_lines.TryGetValue(job, out var before))
            _lines[job] = line;
        else if (!line.Agrees(before.Values))
        {
            throw new InvalidInputException(
                $"{line.Place}: {job} has other numbers in {before.Place}; leave one of the rows out.");
        }
        else if (before.Fingerprint is null)
            _lines[job] = line;
    }

    // The keys of results.csv are those of an evaluation's JSON.
    private static EvaluationResult Evaluation(Job job, ResultLine line)
    {
        var drawn = job.Drawn(line.Samples);
        var json = new JsonObject
        {
            ["evaluation_version"] = line.EvaluationVersion,
            ["model"] = job.Configuration.Model.Title,
            ["data"] = job.DataName,
            ["seed"] = drawn.Seed,
            ["samples"] = drawn.Count,
            ["sampler"] = drawn.Sampler,
            ["sampler_steps"] = drawn.Steps,
        };
        foreach (var (measure, value) in ResultsFile.Measures.Zip(line.Values))
        {
            if (double.IsFinite(value))
                json[measure.Key] = value;
        }

        return json.Deserialize<EvaluationResult>()!;
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}
