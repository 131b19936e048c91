namespace DualScale.Runs;

/// <summary>
/// Something that happened during a run's work: <see cref="RunMessage"/>, <see cref="ActivityStarted"/>,
/// <see cref="ActivityProgressed"/>, <see cref="ActivityEnded"/>, <see cref="TrainingResumed"/>, <see cref="AlreadyTrained"/> or
/// <see cref="CheckpointSaved"/>; there are no others. Events are reported one at a time, in the order in which they happen;
/// progress of sampling on any thread, all else on the caller's.
/// </summary>
public abstract record RunEvent
{
    private protected RunEvent()
    {
    }

    /// <summary>The event in one line, as a person is told it.</summary>
    public abstract string Text { get; }
}
