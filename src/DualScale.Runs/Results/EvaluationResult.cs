using System.Text.Json;
using System.Text.Json.Serialization;
using DualScale.Evaluation;

namespace DualScale.Runs;

/// <summary>
/// What was measured of a run: the content of <c>evaluation.json</c>, whose keys are this record's in JSON. Numbers of which
/// there is no estimate are NaN here and null there.
/// </summary>
public sealed record EvaluationResult
{
    internal const int CurrentVersion = 3;

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

    /// <summary>
    /// What a table with typed columns is measured on: the columns that its own are encoded to. Null where the data is measured
    /// as it stands.
    /// </summary>
    [JsonPropertyName("measured_on")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MeasuredOn { get; init; }

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

    // What the sampler was asked beside its name; null for nothing, or steps alone.
    [JsonInclude]
    [JsonPropertyName("sampler_options")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal SamplingRequest? SamplerOptions { get; init; }

    // SHA-256 of the model's file; null where an earlier version measured.
    [JsonInclude]
    [JsonPropertyName("model_sha256")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal string? ModelHash { get; init; }

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

    /// <summary>
    /// The floor of <see cref="Divergence"/>: the mean of the same estimate with fresh data in place of samples, in bits; of one
    /// draw where an earlier version measured.
    /// </summary>
    [JsonPropertyName("floor_bits")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double DivergenceFloor { get; init; } = double.NaN;

    /// <summary>
    /// The floor of <see cref="ReverseDivergence"/>, in bits; NaN also where version 0.1 measured.
    /// </summary>
    [JsonPropertyName("reverse_floor_bits")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double ReverseDivergenceFloor { get; init; } = double.NaN;

    /// <summary>
    /// The standard deviation of a draw of <see cref="DivergenceFloor"/>, in bits; NaN also where an earlier version measured, as
    /// all numbers up to <see cref="StrayShare"/>.
    /// </summary>
    [JsonPropertyName("floor_deviation_bits")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double DivergenceFloorDeviation { get; init; } = double.NaN;

    /// <summary>The standard deviation of a draw of <see cref="ReverseDivergenceFloor"/>, in bits.</summary>
    [JsonPropertyName("reverse_floor_deviation_bits")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double ReverseDivergenceFloorDeviation { get; init; } = double.NaN;

    /// <summary>The draws of fresh data that either floor is the mean of; 0 where there are none.</summary>
    [JsonPropertyName("floor_draws")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int FloorDraws { get; init; }

    /// <summary>The lower quartile of the distances from samples to their nearest training row, in scaled columns.</summary>
    [JsonPropertyName("sample_distance_lower")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double SampleDistanceLower { get; init; } = double.NaN;

    /// <summary>The median of the distances from samples to their nearest training row, in scaled columns.</summary>
    [JsonPropertyName("sample_distance_median")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double SampleDistanceMedian { get; init; } = double.NaN;

    /// <summary>The upper quartile of the distances from samples to their nearest training row, in scaled columns.</summary>
    [JsonPropertyName("sample_distance_upper")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double SampleDistanceUpper { get; init; } = double.NaN;

    /// <summary>
    /// The lower quartile of the distances from held-out rows to their nearest training row, in scaled columns.
    /// </summary>
    [JsonPropertyName("held_out_distance_lower")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double HeldOutDistanceLower { get; init; } = double.NaN;

    /// <summary>The median of the distances from held-out rows to their nearest training row, in scaled columns.</summary>
    [JsonPropertyName("held_out_distance_median")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double HeldOutDistanceMedian { get; init; } = double.NaN;

    /// <summary>
    /// The upper quartile of the distances from held-out rows to their nearest training row, in scaled columns.
    /// </summary>
    [JsonPropertyName("held_out_distance_upper")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double HeldOutDistanceUpper { get; init; } = double.NaN;

    /// <summary>How many distances of held-out rows those of all samples were compared with; 0 for none.</summary>
    [JsonPropertyName("distances")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Distances { get; init; }

    /// <summary>
    /// The share of pairs of a sample and a held-out row in which the sample is nearer to the training rows: 0.5 where nothing is
    /// copied, see <see cref="CopyingTest.NearerShare"/>.
    /// </summary>
    [JsonPropertyName("nearer_share")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double NearerShare { get; init; } = double.NaN;

    /// <summary>The standard error of <see cref="NearerShare"/>.</summary>
    [JsonPropertyName("nearer_share_error")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double NearerShareError { get; init; } = double.NaN;

    /// <summary>
    /// The share of the samples that are farther from all training rows than 99 % of the held-out rows are: 0.01 where none
    /// strays.
    /// </summary>
    [JsonPropertyName("stray_share")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double StrayShare { get; init; } = double.NaN;

    /// <summary>
    /// What the samples are, judged by the numbers above; null where these are missing, as where an earlier version measured.
    /// </summary>
    [JsonPropertyName("finding")]
    public SampleFinding? Finding => Judgement?.Finding;

    /// <summary>The finding in words and what each number says of it, sentence by sentence; null where there is none.</summary>
    [JsonPropertyName("verdict")]
    public IReadOnlyList<string>? Verdict => Judgement is { } judgement ? VerdictWords.Of(judgement) : null;

    /// <summary>The verdict that all these numbers are of; null where they are missing.</summary>
    [JsonIgnore]
    public SampleVerdict? Judgement
    {
        get => FloorDraws < 2 ? null : new SampleVerdict(
            new Divergence(Divergence, ReverseDivergence),
            new DivergenceFloor(DivergenceFloor, DivergenceFloorDeviation, FloorDraws),
            new DivergenceFloor(ReverseDivergenceFloor, ReverseDivergenceFloorDeviation, FloorDraws),
            Distances == 0 ? null : new CopyingTest(
                Distances, new Quartiles(SampleDistanceLower, SampleDistanceMedian, SampleDistanceUpper),
                new Quartiles(HeldOutDistanceLower, HeldOutDistanceMedian, HeldOutDistanceUpper), NearerShare, NearerShareError,
                StrayShare));
        init
        {
            if (value is null)
                return;
            (Divergence, ReverseDivergence) = (value.Divergence.Forward, value.Divergence.Reverse);
            (DivergenceFloor, DivergenceFloorDeviation, FloorDraws) = value.ForwardFloor;
            (ReverseDivergenceFloor, ReverseDivergenceFloorDeviation, _) = value.ReverseFloor;
            if (value.Copying is not { } copying)
                return;
            (SampleDistanceLower, SampleDistanceMedian, SampleDistanceUpper) = copying.Samples;
            (HeldOutDistanceLower, HeldOutDistanceMedian, HeldOutDistanceUpper) = copying.HeldOut;
            (Distances, NearerShare, NearerShareError, StrayShare) =
                (copying.Count, copying.NearerShare, copying.Error, copying.StrayShare);
        }
    }

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

    /// <summary>
    /// The negative log-likelihood of held-out rows, mean in nats a row: the lower, the better the model expects rows it
    /// has not seen. In the units of what it was trained on: of points the data's own, of a typed table those of its encoding.
    /// NaN for models of timesteps, and where an earlier version measured.
    /// </summary>
    [JsonPropertyName("nll_nats")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double NegativeLogLikelihood { get; init; } = double.NaN;

    /// <summary>The standard error of <see cref="NegativeLogLikelihood"/> over the rows.</summary>
    [JsonPropertyName("nll_error")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double NegativeLogLikelihoodError { get; init; } = double.NaN;

    /// <summary>
    /// Held-out rows behind <see cref="NegativeLogLikelihood"/>: as many as samples, at most 1,000; 0 where there is none.
    /// </summary>
    [JsonPropertyName("nll_rows")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int NegativeLogLikelihoodRows { get; init; }

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
    /// The request that drew the samples; of what an earlier version measured, spacing, levels, η, churn and clipping are not
    /// known.
    /// </summary>
    [JsonIgnore]
    public SamplingRequest Request => (SamplerOptions ?? new SamplingRequest { Steps = SamplerSteps }) with
    {
        Count = Samples,
        Seed = Seed,
        Sampler = Sampler,
    };

    // Everything else in the file: which grids there are depends on the model, and a later version may have measured more.
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, JsonElement> Others { get; init; } = [];
}
