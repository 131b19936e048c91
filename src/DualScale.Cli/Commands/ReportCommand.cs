using System.CommandLine;
using System.Text.Json.Nodes;
using DualScale.Runs;
using DualScale.Runs.Report;

namespace DualScale.Cli.Commands;

/// <summary><c>dualscale report</c>.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string[]> Directories = new("run") { Description = "Run directories.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Out = new("-o", "--out") { Description = "The page to write. Default: report.html in the run, or here for several runs." };

    public static Command Create()
    {
        var command = new Command("report", "Write a self-contained page: samples beside data, loss, weights, numbers, configuration. Runs that are not evaluated yet are evaluated first.") { Directories, Out };
        command.SetAction(parsed =>
        {
            var screen = CommonOptions.Screen(parsed);
            using var interruption = CommonOptions.Interruption(parsed);
            var runs = parsed.GetValue(Directories)!.Select(Run.Open).ToArray();
            var path = parsed.GetValue(Out) ?? (runs.Length == 1 ? runs[0].Files.Report : "report.html");
            var names = Names(runs);
            var figures = ReportSession.Write([.. runs.Select((run, i) => ReportSession.Gather(names[i], run, screen, interruption.Token))], path);
            Results.Print(
                new JsonObject { ["report"] = path, ["figures"] = new JsonArray([.. figures.Select(figure => (JsonNode)figure)]) },
                parsed.GetValue(CommonOptions.Json));
            return ExitCodes.Done;
        });
        return command;
    }

    // The folder's own name, or with folders before it where several runs share one.
    private static string[] Names(IReadOnlyList<Run> runs)
    {
        var parts = runs.Select(run => Path.TrimEndingDirectorySeparator(Path.GetFullPath(run.Files.Directory)).Split(Path.DirectorySeparatorChar)).ToArray();
        for (var length = 1; ; length++)
        {
            var names = parts.Select(part => string.Join('/', part.TakeLast(length))).ToArray();
            if (names.Distinct().Count() == names.Length || length >= parts.Max(part => part.Length))
                return names;
        }
    }
}
