using System.Text.Json.Serialization;
using DualScale.Diffusion;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>What samples to draw, and how.</summary>
public sealed record SamplingRequest
{
    /// <summary>Samples, at least 1. Default 10,000.</summary>
    [JsonIgnore]
    public int Count { get; init; } = 10_000;

    /// <summary>The seed; sample i is the same whatever the count. Default 0.</summary>
    [JsonIgnore]
    public ulong Seed { get; init; }

    /// <summary>Threads; the samples do not depend on it. 0, the default, for one for each core.</summary>
    [JsonIgnore]
    public int Threads { get; init; }

    /// <summary>The sampler's name, one of <see cref="SamplerCatalogue"/>. The model's own where null, the default.</summary>
    [JsonIgnore]
    public string? Sampler { get; init; }

    /// <summary>
    /// Levels visited. Where null, the default, those of the model's own sampler; of another all the model was trained on, or 20
    /// of continuous ones, 8 of <see cref="TruncatedSampler"/>.
    /// </summary>
    [JsonPropertyName("steps")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Steps { get; init; }

    /// <summary>η of DDIM or ancestral Euler, 0 to 1; the sampler's own where null, the default.</summary>
    [JsonPropertyName("eta")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Eta { get; init; }

    /// <summary>Churn of EDM's stochastic sampler, 0 to 1000; its own where null, the default.</summary>
    [JsonPropertyName("churn")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Churn { get; init; }

    /// <summary>Standard deviation of the churned noise, 0.5 to 1.5; the sampler's own where null, the default.</summary>
    [JsonPropertyName("churn_noise")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ChurnNoise { get; init; }

    /// <summary>The least σ that is churned; the sampler's own where null, the default.</summary>
    [JsonPropertyName("churn_from")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ChurnFrom { get; init; }

    /// <summary>The largest σ that is churned; the sampler's own where null, the default.</summary>
    [JsonPropertyName("churn_to")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ChurnTo { get; init; }

    /// <summary>Which levels are visited; the sampler's default where null.</summary>
    [JsonPropertyName("spacing")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(JsonStringEnumConverter<LevelSpacing>))]
    public LevelSpacing? Spacing { get; init; }

    /// <summary>Levels of one's own, in place of steps and spacing; none where null, the default.</summary>
    [JsonPropertyName("levels")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? Levels { get; init; }

    /// <summary>Whether the predicted clean point is held to the range of the training data. Default false.</summary>
    [JsonPropertyName("clip")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ClipToData { get; init; }

    /// <summary>w of classifier-free guidance towards columns that are given, 0 to 100. Default 0.</summary>
    [JsonIgnore]
    public double Guidance { get; init; }

    /// <summary>
    /// What the sampler is asked beside its name; null for nothing, or steps alone, which are then as many as levels visited.
    /// </summary>
    [JsonIgnore]
    internal SamplingRequest? SamplerOptions
    {
        get
        {
            var nothing = new SamplingRequest();
            var options = this with
            {
                Count = nothing.Count,
                Seed = 0,
                Threads = 0,
                Sampler = null,
                Guidance = 0,
            };
            return options with { Steps = null } == nothing ? null : options;
        }
    }

    /// <summary>The sampler with its options.</summary>
    internal Sampler SamplerFor(DiffusionModel model)
    {
        var named = Sampler is null ? model.DefaultSampler : SamplerCatalogue.Find(Sampler);
        var sampler = named with
        {
            Steps = Steps ?? (Levels is null ? named.Steps : null),
            Spacing = Spacing,
            Levels = Levels,
            ClipToData = ClipToData,
        };
        sampler = sampler switch
        {
            DdimSampler ddim => ddim with { Eta = Eta ?? ddim.Eta },
            AncestralEulerSampler ancestral => ancestral with { Eta = Eta ?? ancestral.Eta },
            _ when Eta is not null => throw Misplaced("eta", "ddim or euler-ancestral", sampler),
            _ => sampler,
        };
        if ((Churn ?? ChurnNoise ?? ChurnFrom ?? ChurnTo) is null)
            return sampler;
        return sampler is ChurningSampler churning ? churning with
        {
            Churn = Churn ?? churning.Churn,
            ChurnNoise = ChurnNoise ?? churning.ChurnNoise,
            ChurnFrom = ChurnFrom ?? churning.ChurnFrom,
            ChurnTo = ChurnTo ?? churning.ChurnTo,
        } : throw Misplaced("churn", "edm-churn", sampler);
    }

    /// <summary>Draws rows of a table with typed columns in parts, so that any number takes the memory of one part.</summary>
    /// <param name="model">What to draw them from.</param>
    /// <param name="events">Told how far it is.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <returns>The tables one after another.</returns>
    /// <exception cref="InvalidInputException">There is no such sampler, or the count or the steps are outside their
    /// range.</exception>
    /// <exception cref="RunFailedException">The model sends samples out of range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IEnumerable<Table> Stream(
        TableModel model, IProgress<RunEvent>? events = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var report = new ActivityReport(events, RunActivity.Sampling);
        foreach (var table in model.Stream(Count, OptionsFor(model.Model), report, cancellation))
            yield return table;
    }

    /// <summary>Draws rows that keep conditions in parts, so that any number takes the memory of one part.</summary>
    /// <param name="model">What to draw them from.</param>
    /// <param name="conditions">What they must keep.</param>
    /// <param name="events">Told how far it is.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <returns>The rows one after another.</returns>
    /// <exception cref="InvalidInputException">A condition is none, cannot hold, contradicts another or holds of hardly any row;
    /// or there is no such sampler, or the count or the steps are outside their range.</exception>
    /// <exception cref="RunFailedException">The model sends samples out of range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IEnumerable<AcceptedRows> StreamWhere(
        TableModel model, TableConditions conditions, IProgress<RunEvent>? events = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var report = new ActivityReport(events, RunActivity.Sampling);
        foreach (var rows in model.StreamWhere(Count, conditions, OptionsFor(model.Model), report, cancellation))
            yield return rows;
    }

    /// <summary>Draws the samples.</summary>
    /// <param name="model">What to draw them from.</param>
    /// <param name="events">Told how far it is.</param>
    /// <param name="time">Takes the time; the system's where null.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <exception cref="InvalidInputException">There is no such sampler, or the count or the steps are outside their
    /// range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public SamplingResult Draw(
        DiffusionModel model, IProgress<RunEvent>? events = null, TimeProvider? time = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        time ??= TimeProvider.System;
        var start = time.GetTimestamp();
        var sampler = SamplerFor(model);
        using var report = new ActivityReport(events, RunActivity.Sampling);
        var points = model.Sample(
            Count, OptionsFor(model), report, cancellation);
        return new SamplingResult(points)
        {
            Sampler = SamplerCatalogue.NameOf(sampler),
            Steps = sampler.Path(model.Levels).Count,
            Seed = Seed,
            Seconds = time.GetElapsedTime(start).TotalSeconds,
            SamplerOptions = SamplerOptions,
        };
    }

    internal SamplingOptions OptionsFor(DiffusionModel model) =>
        new() { Seed = Seed, Threads = Threads, Sampler = SamplerFor(model), Guidance = Guidance };

    private static InvalidInputException Misplaced(string option, string suits, Sampler sampler) => new(
        $"sampling.{option} goes with {suits} and the sampler is {SamplerCatalogue.NameOf(sampler)}; leave it out or choose {suits}.");
}
