using System.Diagnostics;
using System.Text.Json;
using DualScale.Interchange;
using DualScale.Runs;
using DualScale.Runs.Configuration;
using DualScale.Training;

namespace DualScale.Reproduction;

/// <summary>
/// Times every experiment with the machine to itself, in short turns whose order changes, so that a slow moment falls on all of
/// them. The jobs' own times are of no use for that: they share the cores.
/// </summary>
internal sealed class CostMeasurement(string data, bool quick, IScreen screen)
{
    private const int Points = 4096;
    private const int SamplesPerCore = 192;

    /// <summary>The costs of experiments; those in the file where they were measured the same way before.</summary>
    public CostTable Measure(IReadOnlyList<Experiment> experiments, string path, CancellationToken cancellation)
    {
        var (rounds, steps) = quick ? (3, 10) : (15, 40);
        var samples = SamplesPerCore * Environment.ProcessorCount;
        var settings =
            $"{rounds} rounds of {steps} steps and {samples} samples on {Surroundings.Machine}, {Path.GetFileName(data)}: {string.Join(' ', experiments.Select(experiment => experiment.Name))}";
        if (CostTable.Read(path) is { } known && known.Settings == settings && known.Cores > 0)
            return known;
        var trainers = experiments.SelectMany(Trainer).ToArray();
        var stepSeconds = trainers.ToDictionary(pair => pair.Name, _ => new double[rounds]);
        var sampleSeconds = trainers.ToDictionary(pair => pair.Name, _ => new double[rounds]);
        try
        {
            screen.Progress("measuring costs", report =>
            {
                for (var round = -1; round < rounds; round++)
                {
                    for (var turn = 0; turn < trainers.Length; turn++)
                    {
                        var (name, trainer) = trainers[(turn + Math.Max(0, round)) % trainers.Length];
                        cancellation.ThrowIfCancellationRequested();
                        var watch = Stopwatch.StartNew();
                        for (var step = 0; step < steps; step++)
                            _ = trainer.Advance();
                        var trained = watch.Elapsed.TotalSeconds;
                        using var model = trainer.ToModel();
                        watch.Restart();
                        _ = model.Sample(samples, cancellation: cancellation);

                        // Round -1 warms up.
                        if (round < 0)
                            continue;
                        stepSeconds[name][round] = trained / steps;
                        sampleSeconds[name][round] = watch.Elapsed.TotalSeconds / samples;
                    }

                    report((round + 1.0) / rounds, "");
                }
            });
        }
        finally
        {
            foreach (var (_, trainer) in trainers)
                trainer.Dispose();
        }

        var table = new CostTable(settings, stepSeconds, sampleSeconds)
        {
            TurnSteps = steps,
            TurnSamples = samples,
            Cores = Environment.ProcessorCount
        };
        AtomicFile.WriteText(path, JsonSerializer.Serialize(table));
        return table;

        // None for a model that these data do not suit.
        IReadOnlyList<(string Name, Trainer Trainer)> Trainer(Experiment experiment)
        {
            var configuration = experiment.Configure(
                new DataOptions { Source = data }, 0, steps: (rounds + 1) * steps, points: Points);
            try
            {
                var sets = DataSets.Create(configuration, RunCreation.ReadTable(data));
                return [(experiment.Name, new Trainer(
                    configuration.ToRecipe(), sets.Training, configuration.Training, sets.Scaling))];
            }
            catch (InvalidInputException)
            {
                return [];
            }
        }
    }
}
