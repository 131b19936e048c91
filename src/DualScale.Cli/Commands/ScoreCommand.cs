using System.CommandLine;
using System.Globalization;
using DualScale.Cli.Terminal;
using DualScale.Diffusion;
using DualScale.Runs;
using DualScale.Tables;

namespace DualScale.Cli.Commands;

/// <summary><c>dualscale score</c>.</summary>
internal static class ScoreCommand
{
    private static readonly Argument<string> Data = new("table") { Description = "A CSV, or - for standard input." };
    private static readonly Option<string> From = new("--run")
    {
        Description = "A run directory, or a model.safetensors alone.",
        Required = true,
    };
    private static readonly Option<string> Out = new("-o", "--out")
    {
        Description = "The CSV file to write the rows with their log-likelihoods into. Default: -, standard output.",
    };
    private static readonly Option<bool> Rank = new("--rank") { Description = "The least likely rows first." };
    private static readonly Option<bool> Bits = new("--bits") { Description = "Log-likelihoods in bits. Default: in nats." };
    private static readonly Option<double> Tolerance = new("--tolerance")
    {
        Description = "What the steps' errors of a row may add up to, in nats.",
        DefaultValueFactory = _ => new LikelihoodOptions().Tolerance,
    };
    private static readonly Option<int> Probes = new("--probes")
    {
        Description = "Random directions that estimate the trace of more than 16 columns.",
        DefaultValueFactory = _ => new LikelihoodOptions().Probes,
    };
    private static readonly Option<bool> Force = new("--force") { Description = "Replace a file that is there." };
    private static readonly Option<ulong> Seed = CommonOptions.Seed("The seed of the random directions.");
    private static readonly Option<int> Threads = CommonOptions.Threads();

    public static Command Create()
    {
        var command = new Command("score", "Tell how likely a trained model holds each row of a table: its log-likelihood.")
        {
            Data, From, Out, Rank, Bits, Tolerance, Probes, Seed, Threads, Force,
        };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        var screen = CommonOptions.Screen(parsed);
        using var interruption = CommonOptions.Interruption(parsed);
        var (source, from, output) = (parsed.GetValue(Data)!, parsed.GetValue(From)!, parsed.GetValue(Out));
        var json = parsed.GetValue(CommonOptions.Json);
        RequireFree(output, json, parsed.GetValue(Force));
        var request = new ScoringRequest
        {
            Bits = parsed.GetValue(Bits),
            Rank = parsed.GetValue(Rank),
            Options = new LikelihoodOptions
            {
                Tolerance = parsed.GetValue(Tolerance),
                Probes = parsed.GetValue(Probes),
                Seed = parsed.GetValue(Seed),
                Threads = CommonOptions.ThreadsOf(parsed, Threads),
            },
        };
        var trained = new ModelSource(from);
        trained.RequireOther(output);
        OutputFile.RequireOther(output, (source, "the table that is scored"));
        using var model = trained.Load();
        var encoding = trained.ReadEncoding();
        var rows = Interruptible.Run(() => Rows(source, from, model, encoding, interruption.Token), interruption.Token);
        var writer = output is "-" || (output is null && !json) ? Console.Out : null;
        var scores = output is null || writer is not null
            ? request.Score(model, rows, writer, screen, cancellation: interruption.Token)
            : request.Save(output, model, rows, screen, cancellation: interruption.Token);
        writer?.Flush();
        screen.Message(Sentence(scores));
        if (scores.Without > 0)
        {
            screen.Message(
                $"{scores.Without} rows are too far out for the network's numbers and have none, nor has the mean; with --rank they come first.");
        }

        if (writer is null)
            Results.Print(scores, json);
        return ExitCodes.Done;
    }

    private static ScoringRows Rows(
        string source, string from, DiffusionModel model, TableEncoding? encoding, CancellationToken cancellation)
    {
        if (encoding is not null)
        {
            return StandardInput.IsFile(source) ? ScoringRows.Read(source, encoding, cancellation: cancellation)
                : ScoringRows.Of(StandardInput.ReadMeasured(source, encoding.Schema, "the model"), encoding);
        }

        var points = StandardInput.ReadTable(source);
        return ScoringRows.Of(
            ColumnMatch.Arrange(points, StandardInput.NameOf(source), new PointSet([], model.ColumnNames), from));
    }

    private static string Sentence(ScoringResult scores)
    {
        var error = double.IsNaN(scores.StandardError) ? "" : $" ± {Text(scores.StandardError)}";
        return $"Mean log-likelihood {Text(scores.Mean)}{error} {scores.Unit} a row: the logarithm of the model's density in {(scores.IsEncoded ? "those of the columns that the table's are encoded to" : "the table's own units")}, higher where rows are more likely; least at row {scores.LeastLikelyRow}, {Text(scores.Least)}.";

        static string Text(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
    }

    private static void RequireFree(string? output, bool json, bool force)
    {
        if (output is null)
            return;
        if (output == "-")
        {
            if (json)
                throw new InvalidInputException("--json and -o - both want standard output; give -o a file.");
            return;
        }

        OutputFile.RequireFree(output, "the rows", force);
    }
}
