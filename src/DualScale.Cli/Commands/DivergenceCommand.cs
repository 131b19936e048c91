using System.CommandLine;
using System.Text.Json.Nodes;
using DualScale.Evaluation;
using DualScale.Runs;
using DualScale.Tables;

namespace DualScale.Cli.Commands;

/// <summary><c>dualscale divergence</c>.</summary>
internal static class DivergenceCommand
{
    private static readonly Argument<string> Real = new("real") { Description = "CSV of real points." };
    private static readonly Argument<string> Generated = new("generated") { Description = "CSV of generated points." };
    private static readonly Option<int> Neighbour = new("-k") { Description = "The nearest neighbour to measure.", DefaultValueFactory = _ => 5 };
    private static readonly Option<int> Threads = CommonOptions.Threads();

    public static Command Create()
    {
        var command = new Command("divergence", "Estimate the KL divergence between two tables, both ways, in bits, in the files' own units: scale columns alike first. Around 0 where they are alike.") { Real, Generated, Neighbour, Threads };
        command.SetAction(parsed =>
        {
            var (real, generated) = (TableReader.Read(parsed.GetValue(Real)!), TableReader.Read(parsed.GetValue(Generated)!));
            var screen = CommonOptions.Screen(parsed);
            screen.Warn(real, parsed.GetValue(Real)!);
            screen.Warn(generated, parsed.GetValue(Generated)!);
            var divergence = KlDivergence.Estimate(real, generated, parsed.GetValue(Neighbour), CommonOptions.ThreadsOf(parsed, Threads));
            if (Repetition.Warning(divergence) is { } warning)
                screen.Message(warning);
            Results.Print(
                new JsonObject
                {
                    ["kl_bits"] = Results.Number(divergence.Forward),
                    ["reverse_kl_bits"] = Results.Number(divergence.Reverse),
                    ["k"] = parsed.GetValue(Neighbour),
                    ["real"] = real.Count,
                    ["generated"] = generated.Count,
                },
                parsed.GetValue(CommonOptions.Json));
            return ExitCodes.Done;
        });
        return command;
    }
}
