using System.Globalization;

namespace DualScale.Runs;

/// <summary>
/// Thrown when a training was cancelled. Its checkpoint is saved: <see cref="Run.Train"/> continues it to the same bits.
/// </summary>
public sealed class TrainingInterruptedException : OperationCanceledException
{
    internal TrainingInterruptedException(string directory, int step, CancellationToken cancellation)
        : base(
            string.Create(CultureInfo.InvariantCulture,
                $"Interrupted at step {step}; the checkpoint is saved. {nameof(Run)}.{nameof(Run.Train)} continues {directory}."),
            cancellation) => (Directory, Step) = (directory, step);

    /// <summary>The run's folder.</summary>
    public string Directory { get; }

    /// <summary>Steps that are in the checkpoint.</summary>
    public int Step { get; }
}
