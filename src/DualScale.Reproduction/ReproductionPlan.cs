using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DualScale.Interchange;
using DualScale.Reproduction.Studies;
using DualScale.Runs;
using DualScale.Runs.Configuration;

namespace DualScale.Reproduction;

/// <summary>
/// Every job of a reproduction, and all that a process needs to do one of them. It is a function of what was asked for alone, and
/// the same bytes as a file.
/// </summary>
internal sealed record ReproductionPlan
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The names of the studies.</summary>
    public required IReadOnlyList<string> Studies { get; init; }

    /// <summary>Training steps; the experiment's own where null.</summary>
    public int? Steps { get; init; }

    /// <summary>Points of a shape; the experiment's own where null.</summary>
    public int? Points { get; init; }

    /// <summary>Samples that each job draws.</summary>
    public required int Samples { get; init; }

    /// <summary>Whether costs are measured briefly.</summary>
    public bool Quick { get; init; }

    /// <summary>The jobs, in the order in which they are taken up.</summary>
    public required IReadOnlyList<PlannedJob> Jobs { get; init; }

    /// <summary>The experiments with their settings.</summary>
    public required IReadOnlyList<Experiment> Experiments { get; init; }

    /// <summary>The plan of studies. It goes seed by seed, so that an early end leaves whole seeds.</summary>
    public static ReproductionPlan Of(IReadOnlyList<Study> studies, ReproductionOptions options)
    {
        Experiment[] experiments = [.. studies.SelectMany(study => study.Experiments).DistinctBy(experiment => experiment.Name)];
        return new ReproductionPlan
        {
            Studies = [.. studies.Select(study => study.Name)],
            Steps = options.Steps,
            Points = options.Points,
            Samples = options.Samples,
            Quick = options.Quick,
            Experiments = experiments,
            Jobs =
            [
                .. from seed in Enumerable.Range(0, options.Data.Max(data => options.Seeds.Of(NameOf(data))))
                   from experiment in experiments
                   from data in options.Data
                   where seed < options.Seeds.Of(NameOf(data))
                   select PlannedJob.Of(experiment.Name, data, (ulong)seed),
            ],
        };
    }

    /// <summary>What a point set is called where one is chosen.</summary>
    public static string NameOf(string data) => FolderName.Of(data);

    /// <exception cref="InvalidInputException">There is none, or it cannot be read.</exception>
    public static ReproductionPlan Read(string path)
    {
        if (!File.Exists(path))
            throw new InvalidInputException($"There is no {path}; make it with 'dualscale reproduce plan'.");
        try
        {
            var plan = JsonSerializer.Deserialize<ReproductionPlan>(ResultFile.ReadText(path), Indented)!;
            return plan.IsWhole() ? plan : throw new JsonException("jobs, experiments and studies do not fit together.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"{path} cannot be read: {exception.Message.TrimEnd('.')}. Make it again with 'dualscale reproduce plan'.",
                exception);
        }
    }

    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Indented) + "\n");

    /// <summary>The studies themselves.</summary>
    public IReadOnlyList<Study> ToStudies() => [.. Studies.Select(
        name => name == OwnStudy.StudyName ? new OwnStudy(Experiments) : Study.All.First(study => study.Name == name))];

    /// <summary>The job of an id, or of its place in the plan, from 1.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public PlannedJob Find(string id)
    {
        if (int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number >= 1 && number <= Jobs.Count ? Jobs[number - 1]
                : throw new InvalidInputException($"The plan has no job {number}; give 1 to {Jobs.Count}, or an id.");
        }

        return Jobs.FirstOrDefault(job => job.Id == id)
            ?? throw new InvalidInputException(
                $"The plan has no job '{id}'. {NameSuggestion.Hint(id, [.. Jobs.Select(job => job.Id)])}");
    }

    /// <summary>The configuration of a job.</summary>
    public RunConfiguration Configure(PlannedJob job) =>
        Experiments.First(experiment => experiment.Name == job.Experiment)
            .Configure(new DataOptions { Source = job.Data }, job.Seed, Steps, Points);

    // A job's id is the folder that it works in, so it must be its own.
    private bool IsWhole()
    {
        var experiments = Experiments.Select(experiment => experiment.Name).ToHashSet();
        return Jobs.Count > 0 && Samples > 0 && experiments.Count == Experiments.Count &&
            Jobs.DistinctBy(job => job.Id).Count() == Jobs.Count
            && Jobs.All(job => experiments.Contains(job.Experiment) && job == PlannedJob.Of(job.Experiment, job.Data, job.Seed))
            && Studies.All(name =>
                name == OwnStudy.StudyName || Study.All.FirstOrDefault(study => study.Name == name) is { } study
                && study.Rows.All(row => experiments.Contains(row.Experiment)));
    }
}
