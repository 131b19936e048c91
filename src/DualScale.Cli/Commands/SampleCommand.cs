using System.CommandLine;
using DualScale.Cli.Terminal;
using DualScale.Diffusion;
using DualScale.Runs;
using DualScale.Tables;

namespace DualScale.Cli.Commands;

/// <summary><c>dualscale sample</c>.</summary>
internal static class SampleCommand
{
    private static readonly Argument<string> From = new("run") { Description = "A run directory, or a model.safetensors alone." };
    private static readonly Option<int> Count = new("-n", "--count")
    {
        Description = "Samples to draw.",
        DefaultValueFactory = _ => 10_000,
    };
    private static readonly ConditionOptions Conditions = new(From);
    private static readonly SamplerOptions Sampling = new();
    private static readonly Option<ulong> Seed = CommonOptions.Seed();
    private static readonly Option<int> Threads = CommonOptions.Threads();
    private static readonly Option<string> Out = new("-o", "--out")
    {
        Description = "The CSV file to write, or - for standard output. Default: samples.csv, in the run or, for a model file, here.",
    };
    private static readonly Option<bool> Force = new("--force") { Description = "Replace a file that holds other samples." };

    public static Command Create()
    {
        var command = new Command(
            "sample", "Draw samples from a trained model as CSV.") { From, Count, Seed, Threads, Out, Force };
        foreach (var option in Conditions.All)
            command.Options.Add(option);
        Sampling.AddGuidanceTo(command);
        Sampling.AddTo(command);
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        var screen = CommonOptions.Screen(parsed);
        using var interruption = CommonOptions.Interruption(parsed);
        var from = parsed.GetValue(From)!;
        var source = new ModelSource(from);
        var output = parsed.GetValue(Out) ?? (source.IsFile ? "samples.csv" : new RunFiles(from).Samples);
        var json = parsed.GetValue(CommonOptions.Json);
        if (json && output == "-")
            throw new InvalidInputException("--json and -o - both want standard output; give -o a file.");

        using var model = source.Load();
        var encoding = source.ReadEncoding();
        if (output != "-")
            OutputFile.RequireFolder(output, "the samples");
        source.RequireOther(output);
        var request = Sampling.Apply(parsed, new SamplingRequest
        {
            Count = parsed.GetValue(Count),
            Seed = parsed.GetValue(Seed),
            Threads = CommonOptions.ThreadsOf(parsed, Threads),
        });
        var present = output == "-" || parsed.GetValue(Force) ? null : SamplesFile.At(output);
        var conditions = Conditions.Of(parsed);
        if (encoding is not null)
        {
            new TableSamples(new TableModel(model, encoding), request, conditions, screen)
                .Write(output, present, json, interruption.Token);
            return ExitCodes.Done;
        }

        if (conditions is not null)
        {
            throw new InvalidInputException(
                $"{from} learned numbers as they stand, and --where and --rule go with tables of typed columns; train one of the table with 'dualscale train --data TABLE'.");
        }

        present?.RequireMayHold(
            model.Sample(1, new SamplingOptions
            {
                Seed = request.Seed,
                Threads = request.Threads,
                Sampler = request.SamplerFor(model)
            }), request.Count);
        var samples = request.Draw(model, screen, cancellation: interruption.Token);
        if (!samples.IsFinite)
        {
            throw new RunFailedException(
                $"Some samples of {from} grew out of range, so nothing is written; train the model longer, or take another --sampler or more --steps.");
        }

        screen.Warn(samples.Points, output == "-" ? "the samples" : output);
        if (output == "-")
        {
            TableWriter.Write(samples.Points, Console.Out);
            Console.Out.Flush();
            return ExitCodes.Done;
        }

        present?.RequireHolds(new TableFormat(), writer => TableWriter.Write(samples.Points, writer));
        Results.Print(present is null ? samples.Save(output) : samples with { Path = output }, json);
        return ExitCodes.Done;
    }
}
