using DualScale.Diffusion;
using DualScale.Evaluation;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Cli.Tests;

internal static class ReadmeExample
{
    public static void Run()
    {
        var table = TableReader.Read("points.csv");
        var options = TrainingOptions.ScaleSpace with { Steps = 200, Seed = 1 };
        using var trainer = new Trainer(DiffusionRecipe.ScaleSpace, table, options, Standardization.Fit(table));
        using var model = trainer.Run();
        var samples = model.Sample(1000);
        TableWriter.Write(samples, "more.csv");
        Console.WriteLine($"KL {KlDivergence.Estimate(table, samples).Forward:F3} bits");
    }
}
