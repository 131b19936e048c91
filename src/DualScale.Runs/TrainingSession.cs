using System.Runtime.InteropServices;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Runs.Configuration;
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
        var recipe = run.Configuration.ToRecipe(data.Encoding);
        using var trainer = new Trainer(recipe, data.Training, options, data.Scaling, data.HeldOut);
        var (secondsBefore, lossSum) = (0.0, 0.0);
        if (File.Exists(run.Files.Checkpoint))
        {
            var checkpoint = Checkpoint.Restore(trainer, run.Files.Checkpoint);
            (secondsBefore, lossSum) = (checkpoint.Seconds, checkpoint.LossSum);
            if (trainer.Step > 0)
                events?.Report(new TrainingResumed(trainer.Step, options.Steps));
        }

        using var metrics = new MetricsLog(run.Files.Metrics, trainer.Step);
        if (metrics.Lost > 0)
        {
            events?.Report(new RunMessage(
                $"{run.Files.Metrics} is damaged: {metrics.Lost} of its lines up to step {trainer.Step} are lost, and the loss curve has gaps; the model does not depend on them."));
        }

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
            while (!trainer.IsDone)
            {
                cancellation.ThrowIfCancellationRequested();
                loss = trainer.Advance();
                lossSum += loss;
                if (trainer.Step % MetricsLog.Interval == 0)
                {
                    metrics.Append(new LossPoint(trainer.Step, lossSum / MetricsLog.Interval, trainer.HeldOutLoss));
                    lossSum = 0;
                    report.Report(pace.At(trainer.Step, loss));
                }

                if (trainer.Step % options.CheckpointEvery == 0 && !trainer.IsDone)
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
            KeptStep = trainer.KeptStep,
            HeldOutLoss = trainer.KeptLoss,
            Ended = trainer.StoppedEarly ? TrainingEnd.NoGain : TrainingEnd.AllSteps,
            Seconds = seconds,
            StepsPerSecond = trainer.Step / seconds,
            FinalLoss = history.Count > 0 ? history[^1].Loss : loss,
        };
    }
}
