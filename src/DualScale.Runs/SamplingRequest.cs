using System.Text.Json.Nodes;
using DualScale.Diffusion;
using DualScale.Runs.Configuration;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>What samples to draw, and how.</summary>
internal sealed record SamplingRequest
{
    /// <summary>The samplers by name.</summary>
    public static IReadOnlyList<(string Name, string Description)> Samplers { get; } =
    [
        ("ddpm", "the ancestral sampler of the papers, with fresh noise at each step"),
        ("ddim", "deterministic, good with few steps (--steps 20)"),
        ("grid", "the grid paper's step, whose fresh noise is scaled by the noise grid; the default of models that have one"),
    ];

    public int Count { get; init; } = 10_000;

    public ulong Seed { get; init; }

    public int Threads { get; init; }

    /// <summary>The sampler's name; the model's own where null.</summary>
    public string? Sampler { get; init; }

    /// <summary>Reverse steps; all the model was trained on where null.</summary>
    public int? Steps { get; init; }

    /// <summary>The request that an evaluation's record speaks of.</summary>
    public static SamplingRequest Of(JsonObject evaluation) => new()
    {
        Count = evaluation["samples"]?.GetValue<int>() ?? 10_000,
        Seed = evaluation["seed"]?.GetValue<ulong>() ?? 0,
        Sampler = evaluation["sampler"]?.GetValue<string>(),
        Steps = evaluation["sampler_steps"]?.GetValue<int>(),
    };

    /// <summary>The sampler that models of a configuration are meant for.</summary>
    public static string DefaultOf(RunConfiguration configuration) => DefaultOf(configuration.Model.ToGrid(configuration.Diffusion.Timesteps));

    public string SamplerOf(DiffusionModel model) => Sampler ?? DefaultOf(model.Grid);

    public IReadOnlyList<ReverseStep> StepsOf(DiffusionModel model) => Sampler switch
    {
        null => model.DefaultSteps(Steps),
        "ddpm" => Diffusion.Samplers.Ddpm(model.Schedule, Steps),
        "ddim" => Diffusion.Samplers.Ddim(model.Schedule, Steps),
        "grid" => Diffusion.Samplers.Grid(model.Schedule, Steps),
        var name => throw new InvalidInputException($"There is no sampler '{name}'. {NameSuggestion.Hint(name, [.. Samplers.Select(s => s.Name)])}"),
    };

    /// <summary>Draws them under a progress bar.</summary>
    public PointSet Draw(DiffusionModel model, IScreen screen, CancellationToken cancellation)
    {
        var options = new SamplingOptions { Seed = Seed, Threads = Threads, Steps = StepsOf(model) };
        PointSet? samples = null;
        screen.Progress("sampling", report => samples = model.Sample(Count, options, new Forward(report), cancellation));
        return samples!;
    }

    private static string DefaultOf(NoiseGrid? grid) => grid is { Step: GridStep.Paper } ? "grid" : "ddpm";

    private sealed class Forward(Action<double, string> report) : IProgress<double>
    {
        public void Report(double value) => report(value, "");
    }
}
