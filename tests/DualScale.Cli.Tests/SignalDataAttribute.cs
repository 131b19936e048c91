using System.Diagnostics;
using System.Reflection;
using Xunit.Sdk;

namespace DualScale.Cli.Tests;

/// <summary>
/// A signal to send to a process that a test starts. Where there is none, or where the tests run under nohup or in the background
/// of a script, so that every process they start ignores it, the case counts as skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class SignalDataAttribute : DataAttribute
{
    private readonly string _signal;

    public SignalDataAttribute(string signal)
    {
        _signal = signal;
        Skip = OperatingSystem.IsWindows() ? $"Windows has no {signal}."
            : IsIgnored(signal) ? $"SIG{signal[1..]} is ignored by every process started here, as under nohup or in the background of a script."
            : null;
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[_signal]];

    // What ignores a signal passes that on to what it starts: a shell that sends it to itself lives on.
    private static bool IsIgnored(string signal)
    {
        using var shell = Process.Start("sh", ["-c", $"kill {signal} $$; exit 0"]);
        shell.WaitForExit();
        return shell.ExitCode == 0;
    }
}
