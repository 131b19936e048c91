using System.Diagnostics;
using System.Text.Json;
using DualScale.Cli.Terminal;
using DualScale.Configuration;
using DualScale.Interchange;
using DualScale.Training;

namespace DualScale.Cli.Reproduction;

/// <summary>
/// Times every experiment with the machine to itself, in turns so that a slow moment falls on all of them. The jobs' own times are of
/// no use for that: they share the cores.
/// </summary>
internal static class CostMeasurement
{
    private const int Points = 4096;

    /// <summary>The costs of experiments; those in the file where they were measured the same way before.</summary>
    public static CostTable Measure(IReadOnlyList<Experiment> experiments, bool quick, string path, IScreen screen, CancellationToken cancellation)
    {
        var (rounds, steps, samples) = quick ? (3, 10, 96) : (5, 100, 960);
        var settings = $"{rounds} rounds of {steps} steps and {samples} samples: {string.Join(' ', experiments.Select(experiment => experiment.Name))}";
        if (CostTable.Read(path) is { } known && known.Settings == settings)
            return known;
        var trainers = experiments.Select(Trainer).ToArray();
        var (stepSeconds, sampleSeconds) = (experiments.ToDictionary(e => e.Name, _ => new double[rounds]), experiments.ToDictionary(e => e.Name, _ => new double[rounds]));
        try
        {
            screen.Progress("measuring costs", report =>
            {
                for (var round = -1; round < rounds; round++)
                {
                    foreach (var (e, trainer) in trainers.Index())
                    {
                        cancellation.ThrowIfCancellationRequested();
                        var watch = Stopwatch.StartNew();
                        for (var step = 0; step < steps; step++)
                            _ = trainer.Advance();
                        var trained = watch.Elapsed.TotalSeconds;
                        using var model = trainer.ToModel();
                        watch.Restart();
                        _ = model.Sample(samples, cancellation: cancellation);

                        // Round -1 warms up.
                        if (round >= 0)
                            (stepSeconds[experiments[e].Name][round], sampleSeconds[experiments[e].Name][round]) = (trained / steps, watch.Elapsed.TotalSeconds / samples);
                    }

                    report((round + 1.0) / rounds, "");
                }
            });
        }
        finally
        {
            foreach (var trainer in trainers)
                trainer.Dispose();
        }

        var table = new CostTable(settings, stepSeconds, sampleSeconds);
        AtomicFile.WriteText(path, JsonSerializer.Serialize(table));
        return table;

        Trainer Trainer(Experiment experiment)
        {
            var configuration = experiment.Configure(new DataOptions(), 0, steps: (rounds + 1) * steps, points: Points);
            var data = DataSets.Create(configuration.Data, 0, table: null);
            return new Trainer(
                configuration.Model.ToDenoiser(), data.Training, configuration.Training, configuration.Diffusion.ToSchedule(), data.Scaling,
                configuration.Model.ToGrid(configuration.Diffusion.Timesteps));
        }
    }
}
