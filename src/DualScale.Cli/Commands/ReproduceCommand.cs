using System.CommandLine;
using System.Text.Json.Nodes;
using DualScale.Cli.Terminal;
using DualScale.Reproduction;
using DualScale.Reproduction.Studies;
using DualScale.Runs;

namespace DualScale.Cli.Commands;

/// <summary><c>dualscale reproduce</c>.</summary>
internal static class ReproduceCommand
{
    private const string AllStudies = "all";

    private static readonly Argument<string?> Paper = new("paper") { Description = "dual-scale, grid, dual-expert or all; none where --experiment is given.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string[]> Experiments = new("--experiment") { Description = "A YAML file of settings to run in place of a paper; may be repeated, each is compared with the first." };
    private static readonly Option<int> Seeds = new("--seeds") { Description = "Seeds of each experiment. Default: 5, with --quick 2." };
    private static readonly Option<string> Data = new("--data") { Description = "Shapes or CSV files, separated by commas. Default: circle,dino,line,moons, the same with --quick." };
    private static readonly Option<int> Steps = new("--steps") { Description = "Training steps. Default: the experiment's, 10,000 in the papers; with --quick 50." };
    private static readonly Option<int> Jobs = new("--jobs") { Description = "Jobs side by side; the results do not depend on it. At most, and by default, one for each core." };
    private static readonly Option<bool> Quick = new("--quick") { Description = "A look at the whole in under three minutes: few steps, points and seeds." };
    private static readonly Option<string> Out = new("--out", "-o") { Description = "The folder to work in; the same command continues there.", Required = true };

    public static Command Create()
    {
        var command = new Command("reproduce", "Run every row of the papers' tables over several seeds and test what they claim.")
        {
            Paper, Experiments, Seeds, Data, Steps, Jobs, Quick, Out,
        };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        using var interruption = new Interruption();
        var screen = CommonOptions.Screen(parsed);
        var quick = parsed.GetValue(Quick);
        var options = new ReproductionOptions
        {
            Directory = parsed.GetValue(Out)!,
            Data = DataOf(parsed.GetValue(Data) ?? (string.Join(',', Study.PaperData)), screen),
            Seeds = AtLeastOne(parsed, Seeds) ?? (quick ? 2 : 5),
            Steps = AtLeastOne(parsed, Steps) ?? (quick ? 50 : null),
            Points = quick ? 10_000 : null,
            Samples = quick ? 300 : 10_000,
            Jobs = Math.Min(AtLeastOne(parsed, Jobs) ?? int.MaxValue, Environment.ProcessorCount),
            Quick = quick,
        };
        var (document, succeeded) = new ReproductionSession(options, StudiesOf(parsed), screen, new ReproductionDisplay(screen)).Run(interruption.Token);
        if (parsed.GetValue(CommonOptions.Json))
            Results.Print(document, json: true);
        else
            Print(document);
        return succeeded ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static void Print(JsonObject document)
    {
        foreach (var claim in document["claims"]!.AsArray())
            Console.Out.WriteLine($"{claim!["verdict"],-13}  {claim["study"],-11}  {claim["claim"]}: {claim["measured"]} ({claim["interval"]})");
        document.Remove("claims");
        Results.Print(document, json: false);
    }

    private static IReadOnlyList<Study> StudiesOf(ParseResult parsed)
    {
        var (paper, files) = (parsed.GetValue(Paper), parsed.GetValue(Experiments) ?? []);
        if (files.Length > 0)
        {
            if (paper is not null)
                throw new InvalidInputException($"'{paper}' and --experiment exclude each other; give one of them.");
            var experiments = files.Select(Experiment.FromFile).ToArray();
            if (experiments.Select(experiment => experiment.Name).Distinct().Count() < experiments.Length)
                throw new InvalidInputException("Two experiment files have the same name; rename one.");
            return [new OwnStudy(experiments)];
        }

        var names = Study.All.Select(study => study.Name).Append(AllStudies).ToArray();
        if (paper is null)
            throw new InvalidInputException($"Say what to reproduce: {string.Join(", ", names)}, or --experiment with a file.");
        return paper == AllStudies ? Study.All
            : Study.All.Where(study => study.Name == paper).ToArray() is { Length: > 0 } found ? found
            : throw new InvalidInputException($"There is no paper '{paper}'. {NameSuggestion.Hint(paper, names)}");
    }

    private static IReadOnlyList<string> DataOf(string list, Screen screen)
    {
        var data = list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (data.Length == 0)
            throw new InvalidInputException("--data names nothing; give shapes or CSV files, separated by commas.");
        foreach (var source in data)
            screen.Warn(RunCreation.ReadTable(source == "-" ? throw new InvalidInputException("--data - cannot be read by several jobs; give a file.") : source), source);
        if (data.Select(source => Path.GetFileNameWithoutExtension(source)).Distinct().Count() < data.Length)
            throw new InvalidInputException($"--data {list} names one point set twice; leave one out or rename a file.");
        return data;
    }

    private static int? AtLeastOne(ParseResult parsed, Option<int> option)
    {
        if (parsed.GetResult(option) is not { Implicit: false })
            return null;
        var value = parsed.GetValue(option);
        return value >= 1 ? value : throw new InvalidInputException($"{option.Name} is {value}; give at least 1.");
    }
}
