using System.Diagnostics;
using System.Globalization;

namespace DualScale.Runs;

/// <summary>How fast something goes and how long it will still take.</summary>
internal sealed class Pace(int done, int all)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public string Describe(int now, double loss)
    {
        var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        var rate = (now - done) / Math.Max(seconds, 1e-9);
        var left = TimeSpan.FromSeconds((all - now) / Math.Max(rate, 1e-9));
        return string.Create(CultureInfo.InvariantCulture, $"step {now}/{all}  loss {loss:F4}  {rate:F0} steps/s  {Duration.Text(left)} left");
    }
}
