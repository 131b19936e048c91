using DualScale.Diffusion;
using DualScale.Runs.Configuration;

namespace DualScale.Runs;

/// <summary>What samples to draw, and how.</summary>
public sealed record SamplingRequest
{
    /// <summary>The samplers by name.</summary>
    internal static IReadOnlyList<(string Name, string Description)> Samplers { get; } =
    [
        ("ddpm", "the ancestral sampler of the papers, with fresh noise at each step"),
        ("ddim", "deterministic, good with few steps"),
        ("grid", "the grid paper's step, whose fresh noise is scaled by the noise grid; the default of models that have one"),
    ];

    /// <summary>Samples, at least 1. Default 10,000.</summary>
    public int Count { get; init; } = 10_000;

    /// <summary>The seed; sample i is the same whatever the count. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads; the samples do not depend on it. 0, the default, for one for each core.</summary>
    public int Threads { get; init; }

    /// <summary>The sampler's name: ddpm, ddim or grid. The model's own where null, the default.</summary>
    public string? Sampler { get; init; }

    /// <summary>Reverse steps, 1 to as many as the model was trained on; all of them where null, the default.</summary>
    public int? Steps { get; init; }

    /// <summary>The sampler that models of a configuration are meant for.</summary>
    internal static string DefaultOf(RunConfiguration configuration) => DefaultOf(configuration.Model.ToGrid(configuration.Diffusion.Timesteps));

    internal string SamplerOf(DiffusionModel model) => Sampler ?? DefaultOf(model.Grid);

    internal IReadOnlyList<ReverseStep> StepsOf(DiffusionModel model) => Sampler switch
    {
        null => model.DefaultSteps(Steps),
        "ddpm" => Diffusion.Samplers.Ddpm(model.Schedule, Steps),
        "ddim" => Diffusion.Samplers.Ddim(model.Schedule, Steps),
        "grid" => Diffusion.Samplers.Grid(model.Schedule, Steps),
        var name => throw new InvalidInputException($"There is no sampler '{name}'. {NameSuggestion.Hint(name, [.. Samplers.Select(s => s.Name)])}"),
    };

    /// <summary>Draws the samples.</summary>
    /// <param name="model">What to draw them from.</param>
    /// <param name="events">Told how far it is.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <param name="time">Takes the time; the system's where null.</param>
    /// <exception cref="InvalidInputException">There is no such sampler, or the count or the steps are outside their range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public SamplingResult Draw(DiffusionModel model, IProgress<RunEvent>? events = null, CancellationToken cancellation = default, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        time ??= TimeProvider.System;
        var start = time.GetTimestamp();
        var steps = StepsOf(model);
        using var report = new ActivityReport(events, RunActivity.Sampling);
        var points = model.Sample(Count, new SamplingOptions { Seed = Seed, Threads = Threads, Steps = steps }, report, cancellation);
        return new SamplingResult(points)
        {
            Sampler = SamplerOf(model),
            Steps = steps.Count,
            Seed = Seed,
            Seconds = time.GetElapsedTime(start).TotalSeconds,
        };
    }

    private static string DefaultOf(NoiseGrid? grid) => grid is { Step: GridStep.Paper } ? "grid" : "ddpm";
}
