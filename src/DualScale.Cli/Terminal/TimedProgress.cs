using System.Diagnostics;
using DualScale.Runs;

namespace DualScale.Cli.Terminal;

/// <summary>Shows shares of a piece of work with the time it will still take.</summary>
internal sealed class TimedProgress(Action<double, string> show) : IProgress<double>
{
    private const double FirstGuess = 0.01;

    private readonly long _start = Stopwatch.GetTimestamp();

    public void Report(double value) => show(value, value is < FirstGuess or >= 1
        ? ""
        : $"{Duration.Text(Stopwatch.GetElapsedTime(_start) * ((1 - value) / value))} left");
}
