using System.CommandLine;
using System.Text.Json.Nodes;
using DualScale.Cli.Terminal;

namespace DualScale.Cli.Commands;

/// <summary>
/// How the program says that it failed: a line on standard error and, under <c>--json</c>, a document where the results would be.
/// </summary>
internal static class Failure
{
    public const string Interrupted = "Interrupted; each file that it writes is there whole or not at all.";

    /// <summary>Returns the exit code.</summary>
    public static int Report(ParseResult parsed, string message, int code)
    {
        var line = Say(message);
        if (CommonOptions.IsGiven(parsed, CommonOptions.Json))
            TryPrint(new JsonObject { ["error"] = line, ["exit_code"] = code });
        return code;
    }

    /// <summary>Says it on standard error alone, and returns the line.</summary>
    public static string Say(string message)
    {
        var line = string.Concat(message.ReplaceLineEndings(" ").Select(c => char.IsControl(c) ? '?' : c));
        Console.Error.WriteLine($"dualscale: {line}");
        return line;
    }

    private static void TryPrint(JsonObject document)
    {
        try
        {
            Results.Print(document, json: true);
        }
        catch (RunFailedException)
        {
            // Standard output is what failed, and standard error has said so.
        }
    }
}
