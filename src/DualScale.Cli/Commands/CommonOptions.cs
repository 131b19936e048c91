using System.CommandLine;
using DualScale.Cli.Terminal;

namespace DualScale.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } =
        new("--json") { Description = "Print one JSON document on standard output, also where it fails.", Recursive = true };

    public static Option<bool> Quiet { get; } =
        new("--quiet", "-q") { Description = "Print no progress and no messages; the result is still printed.", Recursive = true };

    public static Option<bool> Verbose { get; } =
        new("--verbose") { Description = "Print a stack trace with an error.", Recursive = true };

    public static void AddTo(RootCommand root)
    {
        root.Options.Add(Json);
        root.Options.Add(Quiet);
        root.Options.Add(Verbose);
    }

    public static Option<ulong> Seed(string description = "The seed of everything random.") =>
        new("--seed") { Description = description };

    public static Option<int> Threads() =>
        new("--threads") { Description = "Threads; the result does not depend on it. Default: one for each core." };

    public static Option<int> Samples() =>
        new("--samples") { Description = "Samples to draw.", DefaultValueFactory = _ => 10_000 };

    public static Screen Screen(ParseResult parsed) => new(parsed.GetValue(Quiet));

    public static Interruption Interruption(ParseResult parsed) =>
        new(() => Environment.Exit(Failure.Report(parsed, Failure.Interrupted, ExitCodes.Interrupted)));

    /// <summary>Whether a switch is given, even on a command line that has other faults.</summary>
    public static bool IsGiven(ParseResult parsed, Option<bool> option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>The number of threads asked for; 0 for the default.</summary>
    public static int ThreadsOf(ParseResult parsed, Option<int> option)
    {
        var threads = parsed.GetValue(option);
        if (parsed.GetResult(option) is { Implicit: false } && threads is < 1 or > 1024)
            throw new InvalidInputException($"--threads is {threads}; give 1 to 1024.");
        return threads;
    }
}
