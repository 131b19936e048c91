using System.CommandLine;
using DualScale.Cli.Terminal;
using DualScale.Runs;
using DualScale.Runs.Configuration;
using DualScale.Runs.Report;

namespace DualScale.Cli.Commands;

/// <summary><c>dualscale quickstart</c>.</summary>
internal static class QuickstartCommand
{
    private static readonly Option<string> Out = new("--out",
        "-o")
    {
        Description = "The folder to write the run into. Default: runs/quickstart, or the next free number after it.",
    };
    private static readonly Option<ulong> Seed = CommonOptions.Seed();
    private static readonly Option<int> Threads = CommonOptions.Threads();
    private static readonly Option<int> Steps = new("--steps") { Description = "Training steps. Default: 5,000." };

    public static Command Create()
    {
        var command = new Command(
            "quickstart", "Train a model on the dinosaur, sample, evaluate and report: about a minute.") { Out,
            Steps, Seed, Threads };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        var screen = CommonOptions.Screen(parsed);
        using var interruption = CommonOptions.Interruption(parsed);
        var files = new RunFiles(parsed.GetValue(Out) ?? FreeDirectory());
        using var folder = FolderLock.Take(files.Directory);
        if (files.HoldsRun)
            throw new InvalidInputException($"{files.Directory} already holds a run; choose another --out.");
        var threads = CommonOptions.ThreadsOf(parsed, Threads);
        var tree = Presets.Start(Presets.Default, null);
        tree["training"]!["seed"] = parsed.GetValue(Seed);
        if (parsed.GetResult(Steps) is { Implicit: false })
            tree["training"]!["steps"] = parsed.GetValue(Steps);

        screen.Message($"Training a scale-space model on the dinosaur, into {files.Directory}.");
        var run = Run.Create(files.Directory, ConfigurationTree.FromTree(tree, "quickstart"));
        interruption.Saving = true;
        run.Train(threads, screen, interruption.Token);
        interruption.Saving = false;
        var drawn = run.Sample(
            new SamplingRequest { Seed = parsed.GetValue(Seed), Threads = threads }, screen, interruption.Token);
        var evaluation = run.Evaluate(drawn, threads, screen, interruption.Token);
        drawn.Save(files.Samples);
        ReportSession.Write([ReportSession.View("quickstart", run, evaluation, drawn.Points)], files.Report);
        var document = Results.Document(evaluation);
        document["out"] = files.Directory;
        document["report"] = files.Report;
        screen.Message(DotPicture.Draw(drawn.Points, run.Data.Real));
        Results.Print(document, parsed.GetValue(CommonOptions.Json));
        screen.Message($"Open {files.Report} in a browser; the samples are in {files.Samples}.");
        return ExitCodes.Done;
    }

    private static string FreeDirectory() => Enumerable.Range(1, int.MaxValue)
        .Select(i => Path.Combine("runs", i == 1 ? "quickstart" : $"quickstart-{i}"))
        .First(directory => !new RunFiles(directory).HoldsRun);
}
