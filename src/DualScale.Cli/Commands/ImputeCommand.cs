using System.CommandLine;
using System.Globalization;
using DualScale.Cli.Terminal;
using DualScale.Diffusion;
using DualScale.Runs;
using DualScale.Tables;

namespace DualScale.Cli.Commands;

/// <summary><c>dualscale impute</c>.</summary>
internal static class ImputeCommand
{
    private static readonly Argument<string> Data = new("table") { Description = "A CSV with blanks, or - for standard input." };
    private static readonly Option<string> From = new("--run")
    {
        Description = "A run directory, or a model.safetensors alone, trained with conditions, as tables are by default.",
        Required = true,
    };
    private static readonly Option<string> Out = new("-o", "--out")
    {
        Description = "The CSV file to write. Default: -, standard output.",
    };
    private static readonly Option<int?> Draws = new("--draws")
    {
        Description = $"Draws of each blank; several stand one below the other behind a column 'draw'. Default: 1, or {ImputationRequest.SummaryDraws} with --summary.",
    };
    private static readonly Option<bool> Summary = new("--summary")
    {
        Description = "Fill blanks with the mean of the draws, or their most frequent text, with intervals and shares in columns behind.",
    };
    private static readonly Option<double> Interval = new("--interval")
    {
        Description = "Of --summary, the share of draws between low and high.",
        DefaultValueFactory = _ => new ImputationRequest().Interval,
    };
    private static readonly Option<string[]> Columns = new("--columns")
    {
        HelpName = "names",
        Description = "The columns whose blanks are filled, with commas between; all where not given. The others' blanks stay, and are taken for what they are.",
    };
    private static readonly Option<string[]> Drop = new("--drop")
    {
        HelpName = "names",
        Description = "Columns whose blanks stay, with commas between.",
    };
    private static readonly SamplerOptions Sampling = new();
    private static readonly Option<ulong> Seed = CommonOptions.Seed();
    private static readonly Option<int> Threads = CommonOptions.Threads();
    private static readonly Option<bool> Force = new("--force") { Description = "Replace a file that holds something else." };

    public static Command Create()
    {
        var command = new Command("impute", "Fill the blanks of a table by a model that was trained with conditions.")
        {
            Data, From, Out, Columns, Drop, Draws, Summary, Interval, Seed, Threads, Force,
        };
        Sampling.AddGuidanceTo(command);
        Sampling.AddTo(command);
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        var screen = CommonOptions.Screen(parsed);
        using var interruption = CommonOptions.Interruption(parsed);
        var (source, from, output) = (parsed.GetValue(Data)!, parsed.GetValue(From)!, parsed.GetValue(Out) ?? "-");
        var json = parsed.GetValue(CommonOptions.Json);
        if (json && output == "-")
            throw new InvalidInputException("--json and the table both want standard output; give -o a file.");
        if (parsed.GetResult(Interval) is { Implicit: false } && !parsed.GetValue(Summary))
            throw new InvalidInputException("--interval goes with --summary; add that, or leave --interval out.");
        var trained = new ModelSource(from);
        using var model = Load(trained, from);
        trained.RequireOther(output);
        var present = Present(output, source, parsed.GetValue(Force));
        var (columns, drop) = (TableOptions.Names(parsed.GetValue(Columns)), TableOptions.Names(parsed.GetValue(Drop)));
        var request = new ImputationRequest
        {
            Draws = parsed.GetValue(Draws),
            Summary = parsed.GetValue(Summary),
            Interval = parsed.GetValue(Interval),
            Columns = columns is null && drop is null ? null : new ColumnSelection(columns, drop),
            Sampling = Sampling.Apply(parsed, new SamplingRequest
            {
                Seed = parsed.GetValue(Seed),
                Threads = CommonOptions.ThreadsOf(parsed, Threads),
            }),
        };
        var table = Interruptible.Run(() => Read(source, model.Encoding.Schema), interruption.Token);
        if (table.Others.Count > 0)
            screen.Message($"The model has no column {NameSuggestion.List(table.Others)}; what stands there stays.");
        present?.RequireStart(table.Table.Schema.Format, writer => request.WriteStart(table, writer));
        var result = request.Fill(model, table, screen, cancellation: interruption.Token);
        screen.Message(Sentence(result, request.Columns is not null));
        if (output == "-")
        {
            result.Write(Console.Out);
            Console.Out.Flush();
            return ExitCodes.Done;
        }

        present?.RequireHolds(result.Format, result.Write);
        Results.Print(present is null ? result.Save(output) : result with { Path = output }, json);
        return ExitCodes.Done;
    }

    private static TableModel Load(ModelSource trained, string from)
    {
        var model = trained.Load();
        if (trained.ReadEncoding() is not { } encoding)
        {
            throw new InvalidInputException(
                $"{from} learned numbers as they stand, without blanks; train a model of the table with 'dualscale train --data TABLE'.");
        }

        return model.Recipe.Conditions is not null ? new TableModel(model, encoding) : throw new InvalidInputException(
            $"{from} was trained without conditions, so it fills no blanks; train a model with 'dualscale train --data TABLE', and --set training.conditions=0.25 where that is set to 0.");
    }

    private static FillableTable Read(string source, Schema schema) => source == "-"
        ? FillableTable.Read(StandardInput.Open(), StandardInput.Name, schema) : FillableTable.Read(source, schema);

    private static SamplesFile? Present(string output, string source, bool force)
    {
        if (output == "-")
            return null;
        OutputFile.RequireOther(output, (source, "the table with the blanks"));
        OutputFile.RequireFolder(output, "the table");
        return force ? null : SamplesFile.At(output);
    }

    private static string Sentence(ImputationResult result, bool isPart) => string.Create(CultureInfo.InvariantCulture,
        $"{result.Blanks - result.LeftBlank:N0} of {result.Blanks:N0} blanks in {result.Rows:N0} rows are filled{(result.Draws > 1 ? $" by {result.Draws:N0} draws" : "")}{(result.LeftBlank > 0 ? $"; the others are identifiers,{(isPart ? " of columns that were to stay," : "")} or cells that the model holds for blank, as their like were in training" : "")}.");
}
