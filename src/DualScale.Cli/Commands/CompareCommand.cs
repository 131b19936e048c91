using System.CommandLine;
using DualScale.Cli.Terminal;
using DualScale.Evaluation.Quality;
using DualScale.Runs;
using DualScale.Runs.Quality;
using DualScale.Tables;

namespace DualScale.Cli.Commands;

/// <summary><c>dualscale compare</c>.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string> Real =
        new("real") { Description = "A CSV of real rows, those that the generator was trained on, or - for standard input." };

    private static readonly Argument<string> Synthetic =
        new("synthetic") { Description = "A CSV of synthetic rows of any generator, or - for standard input." };

    private static readonly Option<string> HeldOut = new("--holdout")
    {
        HelpName = "file",
        Description = "A CSV of real rows that the generator has not seen. Default: halves of the real rows, and less about privacy.",
    };

    private static readonly Option<string> Target = new("--target")
    {
        HelpName = "column",
        Description = "A column to be predicted by trees that are trained on synthetic rows.",
    };

    private static readonly Option<string> Out = new("-o", "--out") { Description = "A page to write, with all marginals." };
    private static readonly TableOptions Reading = new();
    private static readonly Option<int> Rows = new("--rows")
    {
        Description = "The most rows of each table that are compared; time grows with the square.",
        DefaultValueFactory = _ => new TableQualityOptions().Rows,
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace a page that is there." };
    private static readonly Option<ulong> Seed = CommonOptions.Seed("The seed of the rows drawn.");
    private static readonly Option<int> Threads = CommonOptions.Threads();

    public static Command Create()
    {
        var command = new Command(
            "compare", "Measure how good and how private a synthetic table is, each number beside what real rows give.")
        {
            Real, Synthetic, HeldOut, Target, Out, Rows, Seed, Threads, Force,
        };
        foreach (var option in Reading.All)
            command.Options.Add(option);
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        using var interruption = CommonOptions.Interruption(parsed);
        var screen = CommonOptions.Screen(parsed);
        var page = parsed.GetValue(Out);
        const string Compared = "a table that is compared";
        OutputFile.RequireOther(
            page, (parsed.GetValue(Real), Compared), (parsed.GetValue(Synthetic), Compared),
            (parsed.GetValue(HeldOut), Compared), Reading.SchemaSource(parsed));
        if (page is not null)
            OutputFile.RequireFree(page, "the page", parsed.GetValue(Force));
        var options = new TableQualityOptions
        {
            Target = parsed.GetValue(Target),
            Rows = parsed.GetValue(Rows),
            Seed = parsed.GetValue(Seed),
            Threads = CommonOptions.ThreadsOf(parsed, Threads),
        };
        var tables = Interruptible.Run(() => Read(parsed), interruption.Token);
        TableQuality? quality = null;
        screen.Progress("comparing", show => quality = TableQuality.Compare(
            tables.Real, tables.Synthetic, tables.HeldOut, options, new TimedProgress(show), interruption.Token));

        // The page first: whoever reads standard output may go.
        if (page is not null)
            quality!.WriteReport(tables.Real, tables.Synthetic, page);
        if (parsed.GetValue(CommonOptions.Json))
            Results.Print(quality!.ToJson(), json: true);
        else
            Print(quality!);
        if (page is not null)
            screen.Message($"Wrote the page {page}.");
        return ExitCodes.Done;
    }

    private static (Table Real, Table Synthetic, Table? HeldOut) Read(ParseResult parsed)
    {
        string?[] paths = [parsed.GetValue(Real), parsed.GetValue(Synthetic), parsed.GetValue(HeldOut)];
        if (paths.Count(path => path == "-") > 1)
            throw new InvalidInputException("Several tables are - and standard input holds one; give files for the others.");
        var (schema, selection) = (Reading.Schema(parsed), Reading.Selection(parsed));
        var real = paths[0] == "-"
            ? TableFile.Read(StandardInput.Open(), StandardInput.Name, schema, selection)
            : TableFile.Read(paths[0]!, schema, selection);
        return (real, Like(paths[1]!), paths[2] is { } heldOut ? Like(heldOut) : null);

        Table Like(string path)
        {
            var (name, isPart) = (paths[0] == "-" ? StandardInput.Name : paths[0]!, selection is not (null, null));
            return path == "-"
                ? TableFile.ReadLike(StandardInput.Open(), StandardInput.Name, real.Schema, name, isPart)
                : TableFile.ReadLike(path, real.Schema, name, isPart);
        }
    }

    private static void Print(TableQuality quality)
    {
        const int Most = 10;
        foreach (var sentence in quality.Words)
            Console.Out.WriteLine(sentence);
        if (QualityText.LeftOut(quality) is { Length: > 0 } leftOut)
            Console.Out.WriteLine(leftOut);
        Console.Out.WriteLine();
        TextTable.Print(
            QualityText.Headers, [.. QualityText.Rows(quality, inWords: false).Select(row => row.ToArray())],
            rightAligned: [2, 3, 4, 5, 6]);
        Console.Out.WriteLine();
        TextTable.Print(
            QualityText.ColumnHeaders, [.. QualityText.ColumnRows(quality, Most).Select(row => row.ToArray())],
            rightAligned: [3, 4, 5, 6, 7]);
        if (quality.Columns.Count > Most)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine(
                $"{Most} of {quality.Columns.Count} columns, those that differ most; --json and the page of -o have all.");
        }
    }
}
