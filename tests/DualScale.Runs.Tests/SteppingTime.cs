namespace DualScale.Runs.Tests;

/// <summary>A clock that goes on by a second whenever it is read.</summary>
internal sealed class SteppingTime : TimeProvider
{
    private long _seconds;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => Interlocked.Increment(ref _seconds);
}
