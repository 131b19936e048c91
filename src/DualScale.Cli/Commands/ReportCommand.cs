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

    private static readonly Option<bool> Force = new("--force") { Description = "Replace a file that is there." };

    public static Command Create()
    {
        // Any number of runs would take what looks like an option for one.
        Directories.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value is ['-', _, ..])?.Value is { } option)
                result.AddError($"There is no option '{option.Split('=')[0]}'.");
        });
        var command = new Command("report",
            "Write a self-contained page: samples beside data, loss, weights, numbers, configuration. Runs that are not evaluated yet are evaluated first.") { Directories, Out, Force };
        command.SetAction(parsed =>
        {
            var screen = CommonOptions.Screen(parsed);
            using var interruption = CommonOptions.Interruption(parsed);
            var runs = parsed.GetValue(Directories)!.Select(directory => Run.Open(directory)).ToArray();
            var path = parsed.GetValue(Out) ?? (runs.Length == 1 ? runs[0].Files.Report : "report.html");
            foreach (var directory in parsed.GetValue(Directories)!)
                new ModelSource(directory).RequireOther(path);
            if (parsed.GetValue(Out) is not null || runs.Length > 1)
            {
                OutputFile.RequireFree(path, "the page", parsed.GetValue(Force));
                OutputFile.RequireFreeFigures(path, parsed.GetValue(Force));
            }

            Results.Print(
                RunComparison.Of(runs).WriteReport(path, screen, interruption.Token), parsed.GetValue(CommonOptions.Json));
            return ExitCodes.Done;
        });
        return command;
    }
}
