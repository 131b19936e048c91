using DualScale.Denoisers;
using DualScale.Runs;
using DualScale.Runs.Configuration;
using DualScale.Training;

// Two networks on the same points, trained, measured and shown side by side: what the program does, as a library.
// Usage: CompareRuns [folder [shape or CSV file [steps]]]
var folder = args.ElementAtOrDefault(0) ?? "compared";
var shared = new RunConfiguration
{
    Data = new DataOptions { Source = args.ElementAtOrDefault(1) ?? "moons", Points = 4000 },
    Diffusion = new DiffusionOptions { Timesteps = 20 },
    Training = new TrainingOptions
    {
        Steps = int.Parse(args.ElementAtOrDefault(2) ?? "600"),
        LearningRate = 2e-3,
        CheckpointEvery = 200,
    },
};
var small = new NetworkSize { HiddenWidth = 32, EmbeddingDimension = 16, ResidualBlocks = 1 };
Run[] runs = [Start("baseline", new BaselineDenoiser(small)), Start("dual-scale", new DualScaleDenoiser { Size = small })];
foreach (var run in runs)
{
    run.Train(events: new Log());
    run.Evaluate(new SamplingRequest { Count = 1000 });
}

var comparison = RunComparison.Of(runs);
var page = comparison.WriteReport(Path.Combine(folder, "report.html"));
foreach (var row in comparison.Rows().OrderBy(row => row.Evaluation.Divergence))
{
    var (kl, loss) = (row.Evaluation.Divergence, row.Evaluation.EvaluationLoss);
    Console.WriteLine($"{row.Name,-10}  KL {kl:F3} bits  loss {loss:F3}  {row.Training!.Parameters} parameters");
}

Console.WriteLine($"{page.Page} shows them in {page.Figures.Count} figures");

// A run that is there already is gone on with from wherever it stands.
Run Start(string name, IDenoiser network)
{
    var files = new RunFiles(Path.Combine(folder, name));
    return files.HoldsRun ? Run.Open(files.Directory)
        : Run.Create(files.Directory, shared with { Model = new ModelOptions { Network = network } });
}

internal sealed class Log : IProgress<RunEvent>
{
    public void Report(RunEvent value)
    {
        if (value is TrainingResumed or AlreadyTrained or CheckpointSaved)
            Console.WriteLine(value.Text);
    }
}
