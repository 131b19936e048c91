using System.Globalization;

namespace DualScale.Runs;

/// <summary>
/// A checkpoint is on the disk, whole: a training that is stopped from here on loses no more than what follows.
/// </summary>
/// <param name="Step">The steps that are in it.</param>
/// <param name="Path">The file.</param>
public sealed record CheckpointSaved(int Step, string Path) : RunEvent
{
    /// <inheritdoc/>
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"The checkpoint of step {Step} is saved.");
}
