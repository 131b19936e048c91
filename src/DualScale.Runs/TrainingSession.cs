using System.Diagnostics;
using System.Text.Json.Nodes;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Runs.Configuration;
using DualScale.Training;

namespace DualScale.Runs;

/// <summary>Trains a run from wherever it stands to its end, with checkpoints on the way.</summary>
internal static class TrainingSession
{
    /// <summary>Runs it and returns what <c>train --json</c> prints.</summary>
    public static JsonObject Complete(Run run, int threads, IScreen screen, CancellationToken cancellation)
    {
        AtomicFile.DiscardLeftovers(run.Files.Directory);
        if (File.Exists(run.Files.Model) && Run.ReadJson(run.Files.Record) is { } finished)
        {
            screen.Message($"{run.Files.Directory} is finished already.");
            return finished;
        }

        var options = run.Configuration.Training with { Threads = threads };
        var data = run.Data;
        using var trainer = new Trainer(run.Configuration.ToRecipe(), data.Training, options, data.Scaling);
        var (secondsBefore, lossSum) = (0.0, 0.0);
        if (File.Exists(run.Files.Checkpoint))
        {
            var checkpoint = Checkpoint.Restore(trainer, run.Files.Checkpoint);
            (secondsBefore, lossSum) = (checkpoint.Seconds, checkpoint.LossSum);
            if (trainer.Step > 0)
                screen.Message($"Continuing at step {trainer.Step} of {options.Steps}.");
        }

        using var metrics = new MetricsLog(run.Files.Metrics, trainer.Step);
        var watch = Stopwatch.StartNew();
        var loss = double.NaN;
        try
        {
            screen.Progress("training", report =>
            {
                var pace = new Pace(trainer.Step, options.Steps);
                while (trainer.Step < options.Steps)
                {
                    cancellation.ThrowIfCancellationRequested();
                    loss = trainer.Advance();
                    lossSum += loss;
                    if (trainer.Step % MetricsLog.Interval == 0)
                    {
                        metrics.Append(trainer.Step, lossSum / MetricsLog.Interval);
                        lossSum = 0;
                        report((double)trainer.Step / options.Steps, pace.Describe(trainer.Step, loss));
                    }

                    if (trainer.Step % options.CheckpointEvery == 0 && trainer.Step < options.Steps)
                        Save();
                }

                report(1, pace.Describe(trainer.Step, loss));
            });
        }
        catch (OperationCanceledException)
        {
            Save();
            throw new OperationCanceledException(
                $"Interrupted at step {trainer.Step}; the checkpoint is saved. Continue with 'dualscale train --resume --out {run.Files.Directory}'.");
        }

        var seconds = secondsBefore + watch.Elapsed.TotalSeconds;
        using (var model = trainer.ToModel())
            ModelFile.Save(model, run.Files.Model, ConfigurationTree.ToTree(run.Configuration));
        Save();
        var history = MetricsLog.Read(run.Files.Metrics);
        var record = RunRecord.Create(run, trainer.ParameterCount);
        record["steps"] = trainer.Step;
        record["seconds"] = seconds;
        record["steps_per_second"] = Results.Number(trainer.Step / seconds);
        record["final_loss"] = Results.Number(history.Count > 0 ? history[^1].Loss : loss);
        RunRecord.Write(record, run.Files.Record);
        return record;

        void Save() => Checkpoint.Save(trainer, secondsBefore + watch.Elapsed.TotalSeconds, lossSum, run.Files.Checkpoint);
    }
}
