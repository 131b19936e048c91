namespace DualScale.Runs;

/// <summary>How fast a training goes and how long it will still take.</summary>
internal sealed class Pace(int done, int all, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TrainingProgressed At(int step, double loss)
    {
        var rate = (step - done) / Math.Max(time.GetElapsedTime(_start).TotalSeconds, 1e-9);
        return new TrainingProgressed(step, all, loss, rate, TimeSpan.FromSeconds((all - step) / Math.Max(rate, 1e-9)));
    }
}
