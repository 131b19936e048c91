namespace DualScale.Runs;

/// <summary>A remark on the work: what is done next, or what a result is worth.</summary>
public sealed record RunMessage : RunEvent
{
    internal RunMessage(string text) => Text = text;

    /// <inheritdoc/>
    public override string Text { get; }
}
