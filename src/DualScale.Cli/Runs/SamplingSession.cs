using DualScale.Cli.Terminal;
using DualScale.Data;
using DualScale.Diffusion;

namespace DualScale.Cli.Runs;

/// <summary>Draws samples under a progress bar.</summary>
internal static class SamplingSession
{
    /// <summary>The samplers by name.</summary>
    public static IReadOnlyList<(string Name, string Description)> Samplers { get; } =
    [
        ("ddpm", "the ancestral sampler of the papers, with fresh noise at each step"),
        ("ddim", "deterministic, good with few steps (--steps 20)"),
    ];

    public static IReadOnlyList<ReverseStep> Steps(string sampler, NoiseSchedule schedule, int? steps) => sampler switch
    {
        "ddpm" => Diffusion.Samplers.Ddpm(schedule, steps),
        "ddim" => Diffusion.Samplers.Ddim(schedule, steps),
        _ => throw new InvalidInputException($"There is no sampler '{sampler}'. {NameSuggestion.Hint(sampler, [.. Samplers.Select(s => s.Name)])}"),
    };

    public static PointSet Draw(DiffusionModel model, int count, SamplingOptions options, Screen screen, CancellationToken cancellation)
    {
        PointSet? samples = null;
        screen.Progress("sampling", report => samples = model.Sample(count, options, new Forward(report), cancellation));
        return samples!;
    }

    private sealed class Forward(Action<double, string> report) : IProgress<double>
    {
        public void Report(double value) => report(value, "");
    }
}
