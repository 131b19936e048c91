using System.CommandLine;
using System.CommandLine.Parsing;
using DualScale.Cli.Terminal;
using DualScale.Reproduction;
using DualScale.Reproduction.Studies;
using DualScale.Runs;

namespace DualScale.Cli.Commands;

/// <summary>What <c>reproduce</c> and <c>reproduce plan</c> ask for, as arguments.</summary>
internal static class ReproductionRequest
{
    private const string AllPapers = "all";

    private static readonly Argument<string?> Paper = new("paper")
    {
        HelpName = "paper",
        CompletionSources = { _ => Papers },
        Description = "dual-scale, grid, dual-expert, all of these, or scale-space; none where --experiment is given.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Option<string[]> Experiments = new("--experiment")
    {
        Description = "A YAML file of settings to run in place of a paper; may be repeated, each is compared with the first.",
    };
    private static readonly Option<string> Seeds = new("--seeds")
    {
        Description = "Seeds of each experiment, and of single point sets where they differ: 3,dino=5. Default: 5, with --quick 2.",
    };
    private static readonly Option<string> Data = new("--data")
    {
        HelpName = "sources",
        CompletionSources = { Candidates.ShapeLists },
        Description = "Shapes or CSV files, separated by commas. Default: circle,dino,line,moons, the same with --quick.",
    };
    private static readonly Option<int> Steps =
        new("--steps") { Description = "Training steps. Default: the experiment's, 10,000 in the papers; with --quick 50." };
    private static readonly Option<bool> Quick =
        new("--quick") { Description = "A look at the whole in under three minutes: few steps, points and seeds." };

    private static string[] Papers => [.. Study.All.Select(study => study.Name), AllPapers];

    /// <summary>Gives a command these arguments.</summary>
    public static void AddTo(Command command)
    {
        command.Arguments.Add(Paper);
        foreach (var option in (Option[])[Experiments, Seeds, Data, Steps, Quick])
            command.Options.Add(option);
    }

    /// <summary>Refuses these arguments before a command that takes its jobs from a folder's plan.</summary>
    /// <exception cref="InvalidInputException">One was given.</exception>
    public static void RefuseGiven(ParseResult parsed)
    {
        foreach (var symbol in (Symbol[])[Paper, Experiments, Seeds, Data, Steps, Quick])
        {
            if (parsed.GetResult(symbol)
                is ArgumentResult { Implicit: false, Tokens.Count: > 0 } or OptionResult { Implicit: false })
            {
                throw new InvalidInputException(
                    $"What is reproduced stands in the folder's plan.json; leave {(symbol is Argument ? "the paper" : symbol.Name)} out here.");
            }
        }
    }

    public static ReproductionPlan PlanOf(ParseResult parsed)
    {
        var quick = parsed.GetValue(Quick);
        var data = DataOf(parsed.GetValue(Data) ?? string.Join(',', Study.PaperData), CommonOptions.Screen(parsed));
        return ReproductionPlan.Of(StudiesOf(parsed), new ReproductionOptions
        {
            Data = data,
            Seeds = SeedCounts.Parse(parsed.GetValue(Seeds) ?? "", quick ? 2 : 5, [.. data.Select(ReproductionPlan.NameOf)]),
            Steps = AtLeastOne(parsed, Steps) ?? (quick ? 50 : null),
            Points = quick ? 10_000 : null,
            Samples = quick ? 300 : 10_000,
            Quick = quick,
        });
    }

    /// <summary>The value of an option; null where it was not given.</summary>
    public static int? AtLeastOne(ParseResult parsed, Option<int> option)
    {
        if (parsed.GetResult(option) is not { Implicit: false })
            return null;
        var value = parsed.GetValue(option);
        return value >= 1 ? value : throw new InvalidInputException($"{option.Name} is {value}; give at least 1.");
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

        if (paper is null)
            throw new InvalidInputException($"Say what to reproduce: {string.Join(", ", Papers)}, or --experiment with a file.");
        return paper == AllPapers ? Study.Papers
            : Study.All.Where(study => study.Name == paper).ToArray() is { Length: > 0 } found ? found
            : throw new InvalidInputException($"There is no paper '{paper}'. {NameSuggestion.Hint(paper, Papers)}");
    }

    private static IReadOnlyList<string> DataOf(string list, Screen screen)
    {
        var data = list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (data.Length == 0)
            throw new InvalidInputException("--data names nothing; give shapes or CSV files, separated by commas.");
        foreach (var source in data)
        {
            screen.Warn(
                RunCreation.ReadTable(source == "-" ? throw new InvalidInputException(
                    "--data - cannot be read by several jobs; give a file.") : source), source);
        }

        if (data.Select(ReproductionPlan.NameOf).Distinct().Count() < data.Length)
            throw new InvalidInputException($"--data {list} names one point set twice; leave one out or rename a file.");
        return data;
    }
}
