using System.Text.Json;
using System.Text.Json.Serialization;

namespace DualScale.Runs;

/// <summary>
/// What was measured of a run: the content of <c>evaluation.json</c>, whose keys are this record's in JSON. Numbers of which
/// there is no estimate are NaN here and null there.
/// </summary>
public sealed record EvaluationResult
{
    internal const int CurrentVersion = 2;

    /// <summary>
    /// Which definitions the numbers follow: higher where one was added or defined anew, 0 where version 0.1 measured.
    /// </summary>
    [JsonPropertyName("evaluation_version")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Version { get; init; }

    /// <summary>What a person calls the model.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>What a person calls the data.</summary>
    [JsonPropertyName("data")]
    public required string Data { get; init; }

    /// <summary>The seed of the samples and of the evaluation loss.</summary>
    [JsonPropertyName("seed")]
    public required ulong Seed { get; init; }

    /// <summary>Samples that were drawn.</summary>
    [JsonPropertyName("samples")]
    public required int Samples { get; init; }

    /// <summary>The sampler's name.</summary>
    [JsonPropertyName("sampler")]
    public required string Sampler { get; init; }

    /// <summary>The sampler's steps.</summary>
    [JsonPropertyName("sampler_steps")]
    public required int SamplerSteps { get; init; }

    /// <summary>
    /// KL(data ‖ samples) in bits: what a model of the samples misses of the data. About <see cref="DivergenceFloor"/> where they
    /// are alike.
    /// </summary>
    [JsonPropertyName("kl_bits")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double Divergence { get; init; } = double.NaN;

    /// <summary>KL(samples ‖ data) in bits: what the samples have that the data has not.</summary>
    [JsonPropertyName("reverse_kl_bits")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double ReverseDivergence { get; init; } = double.NaN;

    /// <summary>The floor of <see cref="Divergence"/>: the same estimate with fresh data in place of samples, in bits.</summary>
    [JsonPropertyName("floor_bits")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double DivergenceFloor { get; init; } = double.NaN;

    /// <summary>The floor of <see cref="ReverseDivergence"/>, in bits; NaN also where an earlier version measured.</summary>
    [JsonPropertyName("reverse_floor_bits")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double ReverseDivergenceFloor { get; init; } = double.NaN;

    /// <summary>
    /// Mean squared error of the predicted noise on held-out points; noise has variance 1, so 1 is what predicting nothing gives.
    /// </summary>
    [JsonPropertyName("eval_loss")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double EvaluationLoss { get; init; } = double.NaN;

    /// <summary>The standard error of <see cref="EvaluationLoss"/>; NaN also where an earlier version measured.</summary>
    [JsonPropertyName("eval_loss_error")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double EvaluationLossError { get; init; } = double.NaN;

    /// <summary>
    /// <see cref="EvaluationLoss"/> of the weights before averaging, as the papers' code takes it; NaN where the run has no
    /// checkpoint of its last step, and where an earlier version measured.
    /// </summary>
    [JsonPropertyName("eval_loss_raw")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double RawEvaluationLoss { get; init; } = double.NaN;

    /// <summary>Seconds of training; NaN where the run's record is missing.</summary>
    [JsonPropertyName("training_seconds")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double TrainingSeconds { get; init; } = double.NaN;

    /// <summary>Seconds of drawing the samples.</summary>
    [JsonPropertyName("sampling_seconds")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double SamplingSeconds { get; init; } = double.NaN;

    /// <summary>
    /// The variance over its values of each noise grid, by key: <c>grid_variance</c>, or <c>coarse_grid_variance</c> and
    /// <c>fine_grid_variance</c>, or <c>grid_variance_0</c> and so on; with <c>_raw</c> behind it of the weights before
    /// averaging. Empty for a model without one.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, double> GridVariances
    {
        get => Others.Where(pair => pair.Key.Contains("grid_variance", StringComparison.Ordinal))
            .ToDictionary(
                pair => pair.Key, pair => pair.Value.ValueKind == JsonValueKind.Number ? pair.Value.GetDouble() : double.NaN);
        init => Others = new Dictionary<string, JsonElement>(
            value.Select(pair => KeyValuePair.Create(
                pair.Key, JsonSerializer.SerializeToElement(double.IsFinite(pair.Value) ? pair.Value : (double?)null))));
    }

    /// <summary>
    /// The request that drew the samples, as far as it is recorded: spacing, levels, η, churn and clipping are not.
    /// </summary>
    [JsonIgnore]
    public SamplingRequest Request => new() { Count = Samples, Seed = Seed, Sampler = Sampler, Steps = SamplerSteps };

    // Everything else in the file: which grids there are depends on the model, and a later version may have measured more.
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, JsonElement> Others { get; init; } = [];
}
