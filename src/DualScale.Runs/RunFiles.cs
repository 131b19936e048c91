namespace DualScale.Runs;

/// <summary>The files of a run directory.</summary>
internal sealed record RunFiles(string Directory)
{
    public string Configuration => Path.Combine(Directory, "config.yaml");

    public string Table => Path.Combine(Directory, "data.csv");

    public string Metrics => Path.Combine(Directory, "metrics.jsonl");

    public string Checkpoint => Path.Combine(Directory, "checkpoint.safetensors");

    public string Model => Path.Combine(Directory, "model.safetensors");

    public string Record => Path.Combine(Directory, "run.json");

    public string Evaluation => Path.Combine(Directory, "evaluation.json");

    public string Samples => Path.Combine(Directory, "samples.csv");

    public string Report => Path.Combine(Directory, "report.html");

    public bool HoldsRun => File.Exists(Configuration);
}
