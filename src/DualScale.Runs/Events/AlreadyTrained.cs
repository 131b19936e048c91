namespace DualScale.Runs;

/// <summary>A run that was to be trained is finished already; it stays as it is.</summary>
/// <param name="Directory">The run's folder.</param>
public sealed record AlreadyTrained(string Directory) : RunEvent
{
    /// <inheritdoc/>
    public override string Text => $"{Directory} is finished already.";
}
