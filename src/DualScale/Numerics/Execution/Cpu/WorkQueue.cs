namespace DualScale.Numerics;

/// <summary>Hands out the numbers 0 … count - 1, each once, to whoever asks next.</summary>
internal sealed class WorkQueue
{
    private int _next;
    private int _count;

    public void Reset(int count)
    {
        _count = count;
        _next = 0;
    }

    public bool TryTake(out int item) => (item = Interlocked.Increment(ref _next) - 1) < _count;
}
