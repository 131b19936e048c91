using System.Globalization;

namespace DualScale.Runs;

/// <summary>Training goes on from a checkpoint.</summary>
/// <param name="Step">Steps that were done before.</param>
/// <param name="Steps">Steps in all.</param>
public sealed record TrainingResumed(int Step, int Steps) : RunEvent
{
    /// <inheritdoc/>
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"Continuing at step {Step} of {Steps}.");
}
