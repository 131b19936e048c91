using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using DualScale.Cli.Terminal;
using DualScale.Evaluation;
using DualScale.Runs;
using DualScale.Runs.Configuration;
using DualScale.Tables;

namespace DualScale.Cli.Commands;

/// <summary><c>dualscale train</c>.</summary>
internal static class TrainCommand
{
    private const int VerdictCalls = 200_000;

    private static readonly Option<string> Data = new("--data")
    {
        HelpName = "source",
        Description = "A shape (see 'list data'), a CSV file, or - for CSV on standard input. Default: dino.",
        CompletionSources = { Candidates.Shapes },
    };
    private static readonly Option<string> Model = new("--model")
    {
        HelpName = "name",
        Description = "The model (see 'list models'). Default: scale-space, or dual-scale with a preset of the papers.",
        CompletionSources = { Candidates.Models },
    };
    private static readonly Option<string> Weighting = new("--weighting")
    {
        HelpName = "name",
        Description = "Of dual-scale: fixed, adaptive or improved. Default: adaptive.",
        CompletionSources = { _ => ConfigurationTree.Choices("model.weighting") },
    };
    private static readonly Option<string> Preset = new("--preset")
    {
        HelpName = "name",
        Description = "A set of settings (see 'list presets'). Default: default.",
        CompletionSources = { Candidates.Presets },
    };
    private static readonly Option<string> Config =
        new("--config") { Description = "A YAML file of settings, laid over the preset." };
    private static readonly Option<string[]> Set = new("--set")
    {
        HelpName = "path=value",
        Description = "One setting, such as training.steps=2000; may be repeated.",
        CompletionSources = { Candidates.Settings },
    };
    private static readonly Option<int> Steps =
        new("--steps") { Description = "Training steps: short for --set training.steps=N." };
    private static readonly Option<string> Keep = new("--keep")
    {
        HelpName = "which",
        Description = "The weights of the model: best on held-out rows, or last. Default: best for a table of over 250 rows, with scale-space; else last.",
        CompletionSources = { _ => ConfigurationTree.Choices("training.keep") },
    };
    private static readonly TableOptions Reading = new();
    private static readonly Option<string> Out = new("--out", "-o")
    {
        Description = "The folder to write the run into.",
        Required = true,
    };
    private static readonly Option<bool> Resume = new("--resume") { Description = "Continue the run in --out where it stopped." };
    private static readonly Option<ulong> Seed = CommonOptions.Seed();
    private static readonly Option<int> Threads = CommonOptions.Threads();

    public static Command Create()
    {
        var command = new Command("train", "Train a model and write a run directory.")
        {
            Data, Model, Weighting, Preset, Config, Set, Steps, Keep, Seed, Threads, Out, Resume,
        };
        foreach (var option in Reading.All)
            command.Options.Add(option);
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        var screen = CommonOptions.Screen(parsed);
        using var interruption = CommonOptions.Interruption(parsed);
        var files = new RunFiles(parsed.GetValue(Out)!);
        using var folder = FolderLock.Take(files.Directory);
        if (files.HoldsRun && !parsed.GetValue(Resume))
        {
            throw new InvalidInputException(
                $"{files.Directory} already holds a run; choose another --out, or continue it with --resume.");
        }

        var threads = CommonOptions.ThreadsOf(parsed, Threads);
        if (files.HoldsRun)
            RequireSame(parsed, files);
        else
        {
            if (parsed.GetValue(Resume) && !GivenAny(parsed))
            {
                throw new InvalidInputException(
                    $"{files.Directory} holds no run to resume; give --data and the other settings to start one.");
            }

            var (configuration, tree) = Configuration(parsed);
            foreach (var (setting, needs) in ModelOptionsConverter.WithoutEffect(tree["model"]!.AsObject(), configuration.Model))
                screen.Message($"{setting} has no effect without {needs}.");
            var source = configuration.Data.Source;
            var data = RunSource.Read(configuration, Reading.Schema(parsed), Reading.Selection(parsed),
                source == "-" ? (StandardInput.Open(), StandardInput.Name) : null);
            screen.Warn(data.Points, source);
            screen.Warn(data.Table?.Schema, source);
            if (data.Table?.Schema.Format.Encoding is { } written and not TextEncoding.Utf8)
                screen.Message($"{source} is read as {written.Words()}, and files of samples are written so too.");
            if (Identifiers(data.Table) is { Length: > 0 } identifiers)
                screen.Message($"Read as identifiers, which samples number anew: {NameSuggestion.List(identifiers)}.");
            if (data.Encoding is { } encoding)
                (configuration, _) = Configuration(parsed, table: (data.Table!.Rows, encoding));
            Run.Create(files.Directory, configuration, data);
        }

        interruption.Saving = true;
        var run = Run.Open(files.Directory);
        var document = Results.Document(run.Train(threads, screen, interruption.Token));
        interruption.Saving = false;
        if (Judge(run, threads, screen, interruption.Token) is { } verdict)
        {
            document["finding"] = JsonSerializer.SerializeToNode(verdict.Finding);
            document["verdict"] = JsonSerializer.SerializeToNode(VerdictWords.Of(verdict));
        }

        Results.Print(document, parsed.GetValue(CommonOptions.Json));
        screen.Message($"Draw samples with 'dualscale sample {Quoted.Of(files.Directory)}', measure more with 'dualscale evaluate {Quoted.Of(files.Directory)}'.");
        if (run.Data.Encoding is not null)
            screen.Message($"Then 'dualscale compare {Quoted.Of(files.Table)} {Quoted.Of(files.Samples)} --schema {Quoted.Of(files.Schema)}' tells column by column how like the table they are, and how private.");
        return ExitCodes.Done;
    }

    private static string[] Identifiers(Table? table) => table is null ? []
        : [.. table.Schema.Columns.Where(column => column.Kind is IdentifierKind).Select(column => column.Name)];

    // By so few samples that it takes little beside the training.
    private static SampleVerdict? Judge(Run run, int threads, Screen screen, CancellationToken cancellation)
    {
        using var model = run.LoadModel();
        var calls = model.DefaultSampler.Path(model.Levels).Count;
        var request = new SamplingRequest
        {
            Count = Math.Clamp(VerdictCalls / calls, VerdictCalls / 400, VerdictCalls / 100),
            Seed = run.Configuration.Training.Seed,
            Threads = threads,
        };
        var verdict = run.Judge(request.Draw(model, screen, cancellation: cancellation), threads, cancellation);
        if (verdict is not null && Repetition.Warning(verdict.Divergence) is { } warning)
            screen.Message(warning);
        if (verdict is null)
            screen.Message("There is no verdict: there are too few rows, or samples that are not finite.");
        return verdict;
    }

    private static (RunConfiguration Configuration, JsonObject Tree) Configuration(
        ParseResult parsed, RunConfiguration? run = null, (int Rows, TableEncoding Encoding)? table = null)
    {
        var file = parsed.GetValue(Config);
        var settings = file is null ? null : YamlFile.Read(file);
        var tree = run is null
            ? Presets.Start(parsed.GetValue(Preset) ?? Presets.Default, KindOf(parsed, settings), table)
            : ConfigurationTree.ToTree(run);
        if (settings is not null)
            ConfigurationTree.Merge(tree, settings, file!);
        if (parsed.GetValue(Data) is { } source)
            tree["data"]!["source"] = source;
        if (parsed.GetValue(Model) is { } model)
            tree["model"]!["kind"] = ModelNames.Require(model);
        if (parsed.GetValue(Weighting) is { } weighting)
            tree["model"]!["weighting"] = Options.NameOf(ModelNames.ParseWeighting(weighting));
        if (Given(parsed, Steps))
            tree["training"]!["steps"] = parsed.GetValue(Steps);
        if (parsed.GetValue(Keep) is { } keep)
            tree["training"]!["keep"] = keep;
        if (Given(parsed, Seed))
            tree["training"]!["seed"] = parsed.GetValue(Seed);
        foreach (var setting in parsed.GetValue(Set) ?? [])
            ConfigurationTree.Set(tree, setting, $"--set {setting}");
        return (ConfigurationTree.FromTree(tree, parsed.GetValue(Config) ?? "the settings").Validate(), tree);
    }

    // The last word on the kind of model decides which settings the others are laid over.
    private static string? KindOf(ParseResult parsed, JsonObject? settings)
    {
        const string Setting = "model.kind=";
        var set = (parsed.GetValue(Set) ?? [])
            .LastOrDefault(
                setting => setting.Replace(" ", "", StringComparison.Ordinal).StartsWith(Setting, StringComparison.Ordinal));
        var name = set?[(set.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim() ?? parsed.GetValue(Model)
            ?? (parsed.GetValue(Weighting) is null ? null : "dual-scale");
        return name is not null ? ModelNames.Require(name) : settings is null ? null : Presets.KindOf(settings);
    }

    // What is asked for beside --resume must be what the run already is.
    private static void RequireSame(ParseResult parsed, RunFiles files)
    {
        if (Reading.IsGiven(parsed))
        {
            throw new InvalidInputException(
                $"{files.Directory} has its table and its schema already; leave --schema, --columns and --drop out to resume it.");
        }

        if (!GivenAny(parsed))
            return;
        // A preset or a file says everything; single settings leave the others as the run has them.
        var run = Run.Open(files.Directory);
        var asked = Given(parsed, Preset) || Given(parsed, Config)
            ? Configuration(parsed, table: run.Data.Encoding is { } encoding ? (run.Data.Real.Count, encoding) : null)
            : Configuration(parsed, run.Configuration);
        if (ConfigurationTree.Difference(asked.Configuration, run.Configuration) is { } path)
        {
            throw new InvalidInputException(
                $"{files.Directory} was started with another {path}; leave the setting out to resume it, or choose another --out.");
        }
    }

    private static bool GivenAny(ParseResult parsed) =>
        new Option[] { Data, Model, Weighting, Preset, Config, Set, Steps, Keep, Seed }.Any(option => Given(parsed, option));

    private static bool Given(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
