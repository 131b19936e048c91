namespace DualScale.Runs;

/// <summary>An activity begins; its end follows, also where it fails or is cancelled.</summary>
/// <param name="Activity">The activity.</param>
public sealed record ActivityStarted(RunActivity Activity) : RunEvent
{
    /// <inheritdoc/>
    public override string Text => $"{Activity} begins.";
}
