namespace DualScale.Runs;

/// <summary>An activity is at its end, finished or not.</summary>
/// <param name="Activity">The activity.</param>
public sealed record ActivityEnded(RunActivity Activity) : RunEvent
{
    /// <inheritdoc/>
    public override string Text => $"{Activity} ends.";
}
