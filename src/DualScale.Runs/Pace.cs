namespace DualScale.Runs;

/// <summary>How fast a training goes and how long it will still take.</summary>
internal sealed class Pace(int done, int all, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TrainingProgressed At(int step, double loss)
    {
        var rate = (step - done) / Math.Max(time.GetElapsedTime(_start).TotalSeconds, 1e-9);
        var left = rate > 0
            ? TimeSpan.FromSeconds(Math.Min((all - step) / rate, TimeSpan.MaxValue.TotalSeconds / 2)) : TimeSpan.Zero;
        return new TrainingProgressed(step, all, loss, rate, left);
    }
}
