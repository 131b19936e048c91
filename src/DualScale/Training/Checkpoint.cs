using System.Globalization;
using DualScale.Interchange;
using DualScale.Numerics.Kernels;

namespace DualScale.Training;

/// <summary>
/// A training stopped between two steps: weights, average, both moments and the step, and where held-out rows decide the best
/// average so far with its loss. Nothing random is in it, because everything
/// drawn is a function of the seed and the step.
/// </summary>
public sealed class Checkpoint
{
    private const string TrainingKey = "training";
    private const string StepKey = "step";
    private const string SecondsKey = "seconds";
    private const string LossSumKey = "loss-sum";
    private const string BestStepKey = "best-step";
    private const string BestLossKey = "best-loss";

    /// <summary>Steps done.</summary>
    public required int Step { get; init; }

    /// <summary>Seconds of training so far.</summary>
    public required double Seconds { get; init; }

    /// <summary>The sum of the losses not yet in the metrics.</summary>
    public required double LossSum { get; init; }

    /// <summary>Writes the state of a training.</summary>
    /// <param name="trainer">The training, between two steps.</param>
    /// <param name="seconds">Seconds it has taken so far.</param>
    /// <param name="lossSum">The sum of the losses not yet in the metrics.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">The folder is missing or may not be written.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    public static unsafe void Save(Trainer trainer, double seconds, double lossSum, string path)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        var file = new SafetensorsFile(path);
        foreach (var (prefix, buffer) in Blocks(trainer))
        {
            foreach (var parameter in trainer.Parameters)
            {
                var plain = new float[parameter.Count];
                parameter.CopyTo(buffer.Pointer + parameter.Offset, plain);
                file.Add<float>(prefix + parameter.Name, plain, parameter.Shape);
            }
        }

        foreach (var (name, measured) in Measured(trainer))
            file.Add<float>(name, measured, measured.Length);

        file.Metadata[TrainingKey] = trainer.Fingerprint;
        file.Metadata[StepKey] = trainer.Step.ToString(CultureInfo.InvariantCulture);
        file.Metadata[SecondsKey] = seconds.ToString("R", CultureInfo.InvariantCulture);
        file.Metadata[LossSumKey] = lossSum.ToString("R", CultureInfo.InvariantCulture);
        if (trainer.DecidingWatch is { } watch)
        {
            file.Metadata[BestStepKey] = watch.BestStep.ToString(CultureInfo.InvariantCulture);
            file.Metadata[BestLossKey] = watch.BestLoss.ToString("R", CultureInfo.InvariantCulture);
        }

        file.Write(path);
    }

    /// <summary>Puts a trainer of the same configuration and data where the saved one was.</summary>
    /// <param name="trainer">The trainer; as it was where an exception is thrown.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">The file is missing, damaged, or of another training.</exception>
    public static unsafe Checkpoint Restore(Trainer trainer, string path)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        var file = SafetensorsFile.Read(path);
        if (!file.Metadata.TryGetValue(TrainingKey, out var training))
            throw new InvalidInputException($"{path} was written by an earlier version; delete it to start the run again.");
        if (training != trainer.Fingerprint)
        {
            throw new InvalidInputException(
                $"{path} belongs to a training of other settings or data; put those back, or delete it to start the run again.");
        }

        file.Require<float>(Blocks(trainer)
            .SelectMany(block => trainer.Parameters.Select(parameter => (block.Prefix + parameter.Name, parameter.Shape)))
            .Concat(Measured(trainer).Select(array => (array.Name, (IReadOnlyList<int>)[array.Values.Length]))));
        var read = Blocks(trainer).SelectMany(block => trainer.Parameters.Select(parameter =>
            (block.Buffer, Parameter: parameter, Plain: file.Get<float>(block.Prefix + parameter.Name, parameter.Shape))))
                .ToArray();
        (float[] From, float[] To)[] measured =
            [.. Measured(trainer).Select(array => (file.Get<float>(array.Name, [array.Values.Length]), array.Values))];
        if (!int.TryParse(file.GetMetadata(StepKey), CultureInfo.InvariantCulture, out var step)
            || !double.TryParse(file.GetMetadata(SecondsKey), CultureInfo.InvariantCulture, out var seconds)
            || !double.TryParse(file.GetMetadata(LossSumKey), CultureInfo.InvariantCulture, out var lossSum)
            || !TryReadBest(trainer, file, step, out var best)
            || !(seconds >= 0 && double.IsFinite(seconds) && double.IsFinite(lossSum)) ||
                read.Any(entry => !entry.Plain.All(float.IsFinite)) ||
                    measured.Any(array => !array.From.All(value => value >= 0 && float.IsFinite(value))))
        {
            throw new InvalidInputException($"{path}: it is damaged; delete it to start the run again.");
        }

        if (step < 0 || step > trainer.Options.Steps)
        {
            throw new InvalidInputException(
                $"{path} stands at step {step} of a training of {trainer.Options.Steps}; delete it to start the run again.");
        }

        foreach (var (buffer, parameter, plain) in read)
            parameter.CopyFrom<float>(buffer.Pointer + parameter.Offset, plain);
        foreach (var (from, to) in measured)
            from.CopyTo(to, 0);
        if (trainer.DecidingWatch is { } watch)
            (watch.BestStep, watch.BestLoss) = best;
        trainer.RestoreStep(step);
        return new Checkpoint { Step = step, Seconds = seconds, LossSum = lossSum };
    }

    private static bool TryReadBest(Trainer trainer, SafetensorsFile file, int step, out (int Step, double Loss) best)
    {
        best = (0, double.PositiveInfinity);
        return trainer.DecidingWatch is null
            || (int.TryParse(file.GetMetadata(BestStepKey), CultureInfo.InvariantCulture, out best.Step)
                && double.TryParse(file.GetMetadata(BestLossKey), CultureInfo.InvariantCulture, out best.Loss)
                && best.Step >= 0 && best.Step <= step && (best.Step == 0 || double.IsFinite(best.Loss)));
    }

    private static IEnumerable<(string Name, float[] Values)> Measured(Trainer trainer) => trainer.Measurement is { } measurement
        ? [("levels/errors", measurement.Errors), ("levels/draws", measurement.Draws)]
        : [];

    private static IEnumerable<(string Prefix, AlignedBuffer<float> Buffer)> Blocks(Trainer trainer) =>
    [
        ("weights/", trainer.Weights), ("average/", trainer.Optimizer.Average),
        ("first-moment/", trainer.Optimizer.FirstMoment), ("second-moment/", trainer.Optimizer.SecondMoment),
        .. trainer.DecidingWatch is { } watch ? [("best/", watch.Best)] : Array.Empty<(string, AlignedBuffer<float>)>(),
    ];
}
