using DualScale.Denoisers;
using DualScale.Evaluation;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Cli.Tests;

internal static class ReadmeExample
{
    public static void Run()
    {
        var table = TableReader.Read("points.csv");
        using var trainer = new Trainer(
            new DualScaleDenoiser(), table, new TrainingOptions { Steps = 200, Seed = 1 }, scaling: Standardization.Fit(table));
        using var model = trainer.Run();
        var samples = model.Sample(1000);
        TableWriter.Write(samples, "more.csv");
        Console.WriteLine($"KL {KlDivergence.Estimate(table, samples).Forward:F3} bits");
    }
}
