using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DualScale.Cli.Tests;

/// <summary>
/// The program as a process of its own, under a watchdog: where a test would wait for it for ever, it is killed and the test
/// fails with what it said.
/// </summary>
internal sealed class ProgramProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly StringBuilder _error = new();

    private ProgramProcess(string file, IEnumerable<string> arguments)
    {
        _process = Process.Start(
            new ProcessStartInfo(file, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_error)
                _error.Append(line.Data is null ? "" : line.Data + "\n");
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts it.</summary>
    public static ProgramProcess Start(params string[] arguments) =>
        new("dotnet", [typeof(Application).Assembly.Location, .. arguments]);

    /// <summary>Starts it from a shell, in which "$@" stands for the program and its arguments.</summary>
    public static ProgramProcess StartInShell(string script, params string[] arguments) =>
        new("sh", ["-c", script, "sh", "dotnet", typeof(Application).Assembly.Location, .. arguments]);

    /// <summary>What it has written to standard error so far.</summary>
    public string Error
    {
        get
        {
            lock (_error)
                return _error.ToString();
        }
    }

    /// <summary>The processor time it has taken so far.</summary>
    public TimeSpan ProcessorTime => _process.TotalProcessorTime;

    /// <summary>Waits until a condition holds or it has ended.</summary>
    public void WaitUntil(Func<bool> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!_process.HasExited && !condition())
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
                GiveUp("What the test waits for did not come about");
            Thread.Sleep(5);
        }
    }

    /// <summary>Sends a signal such as -INT; -KILL on any system.</summary>
    public void Signal(string signal)
    {
        if (signal == "-KILL")
        {
            _process.Kill();
            return;
        }

        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public (int Code, string Output, string Error) End()
    {
        if (!_process.WaitForExit(Patience))
            GiveUp("The program did not end");

        // Without a limit, so that all that was written has come.
        _process.WaitForExit();
        return (_process.ExitCode, _output.Result, Error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void GiveUp(string what)
    {
        _process.Kill(entireProcessTree: true);
        Assert.Fail(
            $"{what} within {Patience.TotalMinutes:F0} minutes and was killed.\nStandard output: {_output.Result}\nStandard error: {Error}");
    }
}
