using System.Text.Json.Nodes;
using DualScale.Diffusion;
using DualScale.Runs.Configuration;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>What samples to draw, and how.</summary>
internal sealed record SamplingRequest
{
    public int Count { get; init; } = 10_000;

    public ulong Seed { get; init; }

    public int Threads { get; init; }

    /// <summary>The sampler's name; the model's own where null.</summary>
    public string? Sampler { get; init; }

    /// <summary>Levels visited; all the model was trained on, or 20 of continuous ones, where null.</summary>
    public int? Steps { get; init; }

    /// <summary>η of DDIM; 0 where null.</summary>
    public double? Eta { get; init; }

    /// <summary>Which levels are visited; the sampler's default where null.</summary>
    public LevelSpacing? Spacing { get; init; }

    /// <summary>Levels of one's own, in place of steps and spacing; none where null.</summary>
    public IReadOnlyList<double>? Levels { get; init; }

    /// <summary>Whether the predicted clean point is held to the range of the training data.</summary>
    public bool ClipToData { get; init; }

    /// <summary>The request that an evaluation's record speaks of.</summary>
    public static SamplingRequest Of(JsonObject evaluation) => new()
    {
        Count = evaluation["samples"]?.GetValue<int>() ?? 10_000,
        Seed = evaluation["seed"]?.GetValue<ulong>() ?? 0,
        Sampler = evaluation["sampler"]?.GetValue<string>(),
        Steps = evaluation["sampler_steps"]?.GetValue<int>(),
    };

    /// <summary>The sampler that models of a configuration are meant for.</summary>
    public static string DefaultOf(RunConfiguration configuration) => DefaultOf(configuration.Model.ToGrid());

    public string SamplerOf(DiffusionModel model) => SamplerCatalogue.NameOf(SamplerFor(model));

    /// <summary>The sampler with its options.</summary>
    public Sampler SamplerFor(DiffusionModel model)
    {
        var sampler = (Sampler is null ? model.DefaultSampler : SamplerCatalogue.Find(Sampler)) with
        {
            Steps = Steps,
            Spacing = Spacing,
            Levels = Levels,
            ClipToData = ClipToData,
        };
        if (Eta is null)
            return sampler;
        return sampler is DdimSampler ddim ? ddim with { Eta = Eta.Value }
            : throw new InvalidInputException($"sampling.eta goes with ddim and the sampler is {SamplerCatalogue.NameOf(sampler)}; leave it out or choose ddim.");
    }

    /// <summary>Draws them under a progress bar.</summary>
    public PointSet Draw(DiffusionModel model, IScreen screen, CancellationToken cancellation)
    {
        var options = new SamplingOptions { Seed = Seed, Threads = Threads, Sampler = SamplerFor(model) };
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
