using System.CommandLine;
using DualScale.Cli.Terminal;
using DualScale.Runs;

namespace DualScale.Cli.Commands;

/// <summary><c>dualscale evaluate</c>.</summary>
internal static class EvaluateCommand
{
    private static readonly Argument<string> Directory = new("run") { Description = "A run directory." };
    private static readonly Option<int> Samples = CommonOptions.Samples();
    private static readonly SamplerOptions Sampling = new();
    private static readonly Option<ulong> Seed = CommonOptions.Seed();
    private static readonly Option<int> Threads = CommonOptions.Threads();

    public static Command Create()
    {
        var command = new Command("evaluate", "Measure a run: KL divergence both ways and its floor, evaluation loss, likelihood of held-out rows, times.")
        {
            Directory, Samples, Seed, Threads,
        };
        Sampling.AddTo(command);
        command.SetAction(parsed =>
        {
            using var interruption = CommonOptions.Interruption(parsed);
            var run = Run.Open(parsed.GetValue(Directory)!);
            var request = Sampling.Apply(parsed, new SamplingRequest
            {
                Count = parsed.GetValue(Samples),
                Seed = parsed.GetValue(Seed),
                Threads = CommonOptions.ThreadsOf(parsed, Threads),
            });
            Results.Print(
                run.Evaluate(request, CommonOptions.Screen(parsed), interruption.Token), parsed.GetValue(CommonOptions.Json));
            return ExitCodes.Done;
        });
        return command;
    }
}
