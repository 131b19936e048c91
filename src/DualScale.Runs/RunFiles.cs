namespace DualScale.Runs;

/// <summary>The files of a run directory. All but the metrics are written whole or not at all.</summary>
/// <param name="Directory">The folder, as it was given.</param>
public sealed record RunFiles(string Directory)
{
    /// <summary>
    /// Everything that decides what the run computes. Written last when a run is made: a folder that has it holds a run.
    /// </summary>
    public string Configuration => Path.Combine(Directory, "config.yaml");

    /// <summary>A copy of the table, where the data is one.</summary>
    public string Table => Path.Combine(Directory, "data.csv");

    /// <summary>
    /// What the columns of the table are, where they are typed; where it is missing, the table is one of numbers alone.
    /// </summary>
    public string Schema => Path.Combine(Directory, "schema.yaml");

    /// <summary>The mean loss of every ten steps, a JSON line each.</summary>
    public string Metrics => Path.Combine(Directory, "metrics.jsonl");

    /// <summary>The training between two steps.</summary>
    public string Checkpoint => Path.Combine(Directory, "checkpoint.safetensors");

    /// <summary>The finished model.</summary>
    public string Model => Path.Combine(Directory, "model.safetensors");

    /// <summary>The finished training, a <see cref="TrainingResult"/>.</summary>
    public string Record => Path.Combine(Directory, "run.json");

    /// <summary>What was measured, an <see cref="EvaluationResult"/>.</summary>
    public string Evaluation => Path.Combine(Directory, "evaluation.json");

    /// <summary>Samples.</summary>
    public string Samples => Path.Combine(Directory, "samples.csv");

    /// <summary>The report.</summary>
    public string Report => Path.Combine(Directory, "report.html");

    /// <summary>Whether the folder holds a run, finished or not.</summary>
    public bool HoldsRun => File.Exists(Configuration);
}
