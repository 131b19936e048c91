namespace DualScale.Runs.Tests;

/// <summary>The events of a run's work in their order, and something to do when one comes.</summary>
internal sealed class EventLog(Action<RunEvent>? then = null) : IProgress<RunEvent>
{
    public List<RunEvent> Events { get; } = [];

    public IEnumerable<T> Of<T>() where T : RunEvent => Events.OfType<T>();

    public void Report(RunEvent value)
    {
        Events.Add(value);
        then?.Invoke(value);
    }
}
