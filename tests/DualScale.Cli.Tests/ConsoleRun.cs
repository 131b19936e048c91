using System.Text.Json.Nodes;

namespace DualScale.Cli.Tests;

/// <summary>Runs the program, in this process with its output caught or as one of its own.</summary>
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
            return (Application.Run([.. arguments, .. arguments.Contains("--json") ? ["--quiet"] : Array.Empty<string>()]),
                newOutput.ToString(), newError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    /// <summary>Starts the program and, once a condition holds or it has ended, sends it a signal.</summary>
    public static (int Code, string Error) Signal(string signal, Func<bool> when, params string[] arguments)
    {
        using var program = ProgramProcess.Start(arguments);
        program.WaitUntil(when);
        program.Signal(signal);
        var (code, _, error) = program.End();
        return (code, error);
    }
}
