using System.Runtime.InteropServices;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Runs.Configuration;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Runs;

/// <summary>Trains a run from wherever it stands to its end, with checkpoints on the way.</summary>
internal static class TrainingSession
{
    public static TrainingResult Complete(Run run, int threads, IProgress<RunEvent>? events, CancellationToken cancellation)
    {
        AtomicFile.DiscardLeftovers(run.Files.Directory);
        if (File.Exists(run.Files.Model) && run.ReadTraining() is { } finished)
        {
            events?.Report(new AlreadyTrained(run.Files.Directory));
            return finished;
        }

        var options = run.Configuration.Training with { Threads = threads };
        var data = run.Data;
        var recipe = run.Configuration.ToRecipe();
        if (options.Conditions > 0 && data.Encoding is { } encoding)
            recipe = recipe with { Conditions = new ColumnGroups(encoding.Widths) };
        using var trainer = new Trainer(recipe, data.Training, options, data.Scaling);
        var (secondsBefore, lossSum) = (0.0, 0.0);
        if (File.Exists(run.Files.Checkpoint))
        {
            var checkpoint = Checkpoint.Restore(trainer, run.Files.Checkpoint);
            (secondsBefore, lossSum) = (checkpoint.Seconds, checkpoint.LossSum);
            if (trainer.Step > 0)
                events?.Report(new TrainingResumed(trainer.Step, options.Steps));
        }

        using var metrics = new MetricsLog(run.Files.Metrics, trainer.Step);
        var start = run.Time.GetTimestamp();
        var loss = double.NaN;
        try
        {
            Train();
        }
        catch (OperationCanceledException)
        {
            Save();
            throw new TrainingInterruptedException(run.Files.Directory, trainer.Step, cancellation);
        }

        var seconds = Seconds();
        using (var model = trainer.ToModel())
            ModelFile.Save(model, run.Files.Model, ConfigurationTree.ToTree(run.Configuration), data.Encoding);
        Save();
        var result = Result(run, trainer, seconds, loss);
        ResultFile.Write(result, run.Files.Record);
        return result;

        void Train()
        {
            using var report = new ActivityReport(events, RunActivity.Training);
            var pace = new Pace(trainer.Step, options.Steps, run.Time);
            while (trainer.Step < options.Steps)
            {
                cancellation.ThrowIfCancellationRequested();
                loss = trainer.Advance();
                lossSum += loss;
                if (trainer.Step % MetricsLog.Interval == 0)
                {
                    metrics.Append(
                        new LossPoint(trainer.Step, lossSum / MetricsLog.Interval, HeldOut(trainer, data.HeldOut, options)));
                    lossSum = 0;
                    report.Report(pace.At(trainer.Step, loss));
                }

                if (trainer.Step % options.CheckpointEvery == 0 && trainer.Step < options.Steps)
                    Save();
            }

            report.Report(pace.At(trainer.Step, loss));
        }

        double Seconds() => secondsBefore + run.Time.GetElapsedTime(start).TotalSeconds;

        void Save()
        {
            Checkpoint.Save(trainer, Seconds(), lossSum, run.Files.Checkpoint);
            events?.Report(new CheckpointSaved(trainer.Step, run.Files.Checkpoint));
        }
    }

    // A point of the curve at each twentieth of the way. The same draws each time, so that what changes is the model.
    private static double? HeldOut(Trainer trainer, PointSet heldOut, TrainingOptions options)
    {
        const int Points = 20;
        var stride = Math.Max(1, options.Steps / Points / MetricsLog.Interval) * MetricsLog.Interval;
        if (trainer.Step % stride != 0 || heldOut.Count == 0)
            return null;
        using var model = trainer.ToModel();
        var loss = model.EvaluationLoss(
            heldOut, new EvaluationLossOptions { Draws = heldOut.Count, Threads = options.Threads }).Mean;
        return double.IsFinite(loss) ? loss : null;
    }

    private static TrainingResult Result(Run run, Trainer trainer, double seconds, double loss)
    {
        var history = MetricsLog.Read(run.Files.Metrics);
        return new TrainingResult
        {
            Directory = run.Files.Directory,
            Model = run.ModelName,
            Data = run.DataName,
            Seed = run.Configuration.Training.Seed,
            Parameters = trainer.ParameterCount,
            Version = Surroundings.Version,
            Runtime = RuntimeInformation.FrameworkDescription,
            Machine = Surroundings.Machine,
            Command = Surroundings.Command,
            Steps = trainer.Step,
            Seconds = seconds,
            StepsPerSecond = trainer.Step / seconds,
            FinalLoss = history.Count > 0 ? history[^1].Loss : loss,
        };
    }
}
