using System.Diagnostics;
using System.Text.Json.Nodes;

namespace DualScale.Cli.Tests;

/// <summary>Runs the program, in this process with its output caught or as a process of its own.</summary>
internal static class ConsoleRun
{
    public static JsonObject Json(params string[] arguments)
    {
        var (code, output, error) = Invoke([.. arguments.Where(argument => argument != "--json"), "--json"]);
        Assert.True(code == 0, error);
        return JsonNode.Parse(output)!.AsObject();
    }

    public static (int Code, string Output, string Error) Invoke(params string[] arguments)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var newOutput = new StringWriter();
        using var newError = new StringWriter();
        Console.SetOut(newOutput);
        Console.SetError(newError);
        try
        {
            return (Application.Run([.. arguments, .. arguments.Contains("--json") ? ["--quiet"] : Array.Empty<string>()]), newOutput.ToString(), newError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[typeof(Application).Assembly.Location, .. arguments])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Starts the program and, once a condition holds or it has ended, sends it a signal.</summary>
    public static (int Code, string Error) Signal(string signal, Func<bool> when, params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        while (!process.HasExited && !when())
            Thread.Sleep(5);
        using (var kill = Process.Start("kill", [signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            kill.WaitForExit();
        process.WaitForExit();
        _ = output.Result;
        return (process.ExitCode, error.Result);
    }
}
