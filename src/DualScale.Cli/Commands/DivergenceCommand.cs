using System.CommandLine;
using System.Text.Json.Nodes;
using DualScale.Cli.Terminal;
using DualScale.Evaluation;
using DualScale.Runs;
using DualScale.Tables;

namespace DualScale.Cli.Commands;

/// <summary><c>dualscale divergence</c>.</summary>
internal static class DivergenceCommand
{
    private static readonly Argument<string> Real =
        new("real") { Description = "A CSV of real points, or - for standard input." };
    private static readonly Argument<string> Generated =
        new("generated") { Description = "A CSV of generated points, or - for standard input." };
    private static readonly Option<int> Neighbour = new("-k")
    {
        Description = "The nearest neighbour to measure.",
        DefaultValueFactory = _ => 5,
    };
    private static readonly Option<bool> Raw = new("--raw")
    {
        Description = "Measure in the files' own units. Default: both are standardised by the columns of the first.",
    };

    private static readonly Option<bool> AllRows = new("--all-rows")
    {
        Description = "Compare all rows, without a floor. Default: equally many are drawn, at most half of the first table's.",
    };

    private static readonly Option<ulong> Seed = CommonOptions.Seed("The seed of the rows drawn.");
    private static readonly Option<int> Threads = CommonOptions.Threads();

    public static Command Create()
    {
        var command = new Command(
            "divergence",
            "Estimate the KL divergence between two tables, both ways, in bits, beside what two halves of the first one give.")
        {
            Real, Generated, Neighbour, Raw, AllRows, Seed, Threads,
        };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        using var interruption = CommonOptions.Interruption(parsed);
        var screen = CommonOptions.Screen(parsed);
        var options = new ComparisonOptions
        {
            K = parsed.GetValue(Neighbour),
            Standardize = !parsed.GetValue(Raw),
            AllRows = parsed.GetValue(AllRows),
            Seed = parsed.GetValue(Seed),
            Threads = CommonOptions.ThreadsOf(parsed, Threads),
        };
        var (real, generated) = Interruptible.Run(
            () => ReadTables(parsed.GetValue(Real)!, parsed.GetValue(Generated)!), interruption.Token);
        screen.Warn(real, StandardInput.NameOf(parsed.GetValue(Real)!));
        screen.Warn(generated, StandardInput.NameOf(parsed.GetValue(Generated)!));
        TableComparison? comparison = null;
        screen.Progress("comparing", show =>
            comparison = TableComparison.Of(real, generated, options, new TimedProgress(show), interruption.Token));
        if (Repetition.Warning(comparison!.Divergence) is { } warning)
            screen.Message(warning);
        Results.Print(Document(comparison, real, generated, options), parsed.GetValue(CommonOptions.Json));
        return ExitCodes.Done;
    }

    private static (PointSet Real, PointSet Generated) ReadTables(string realPath, string generatedPath)
    {
        if (realPath == "-" && generatedPath == "-")
            throw new InvalidInputException("Both tables are - and standard input holds one; give a file for the other.");
        var (real, generated) = (StandardInput.ReadTable(realPath), StandardInput.ReadTable(generatedPath));
        return (real, ColumnMatch.Arrange(
            generated, StandardInput.NameOf(generatedPath), real, StandardInput.NameOf(realPath)));
    }

    private static JsonObject Document(TableComparison comparison, PointSet real, PointSet generated, ComparisonOptions options)
    {
        var document = new JsonObject();
        Add("", comparison.Divergence.Forward, comparison.ForwardFloor);
        Add("reverse_", comparison.Divergence.Reverse, comparison.ReverseFloor);
        document["k"] = options.K;
        document["rows"] = options.AllRows
            ? "all of both tables, without a floor"
            : $"equally many of both tables, drawn with seed {options.Seed}";
        document["real"] = comparison.Real;
        document["generated"] = comparison.Generated;
        document["real_rows"] = real.Count;
        document["generated_rows"] = generated.Count;
        document["columns"] = options.Standardize ? "standardised by the first table" : "in their own units";
        document["repeated_within"] = comparison.Divergence.RepeatedWithin;
        document["repeated_across"] = comparison.Divergence.RepeatedAcross;
        return document;

        void Add(string direction, double bits, DivergenceFloor? floor)
        {
            document[$"{direction}kl_bits"] = Results.Number(bits);
            document[$"{direction}floor_bits"] = floor is { } mean ? Results.Number(mean.Mean) : null;
            document[$"{direction}floor_deviation_bits"] = floor is { } scatter ? Results.Number(scatter.Deviation) : null;
            document[$"{direction}verdict"] = floor is { } judge ? Words(judge.Judge(bits)) : null;
        }
    }

    private static string Words(DivergenceVerdict verdict) => verdict switch
    {
        DivergenceVerdict.Alike => "alike within the floor's scatter",
        DivergenceVerdict.Apart => "apart",
        _ => "closer than halves of the first table are: look for copied rows",
    };
}
