using System.CommandLine;
using DualScale.Cli.Terminal;
using DualScale.Runs;

namespace DualScale.Cli.Commands;

/// <summary><c>dualscale report</c>.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string[]> Directories = new("run")
    {
        Description = "Run directories.",
        Arity = ArgumentArity.OneOrMore,
    };
    private static readonly Option<string> Out =
        new("-o", "--out") { Description = "The page to write. Default: report.html in the run, or here for several runs." };

    public static Command Create()
    {
        var command = new Command("report",
            "Write a self-contained page: samples beside data, loss, weights, numbers, configuration. Runs that are not evaluated yet are evaluated first.") { Directories, Out };
        command.SetAction(parsed =>
        {
            var screen = CommonOptions.Screen(parsed);
            using var interruption = CommonOptions.Interruption(parsed);
            var runs = parsed.GetValue(Directories)!.Select(directory => Run.Open(directory)).ToArray();
            var path = parsed.GetValue(Out) ?? (runs.Length == 1 ? runs[0].Files.Report : "report.html");
            Results.Print(
                RunComparison.Of(runs).WriteReport(path, screen, interruption.Token), parsed.GetValue(CommonOptions.Json));
            return ExitCodes.Done;
        });
        return command;
    }
}
