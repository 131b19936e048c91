using System.Globalization;
using System.Text.Json;
using DualScale.Runs;

namespace DualScale.Reproduction;

/// <summary>
/// What each experiment costs, measured in turns in one go: seconds of a training step and of drawing one sample, a value for
/// each round.
/// </summary>
/// <param name="Settings">What was measured, for telling whether a file still fits.</param>
/// <param name="Steps">Seconds a training step, by experiment.</param>
/// <param name="Samples">Seconds a sample, by experiment.</param>
internal sealed record CostTable(
    string Settings, IReadOnlyDictionary<string, double[]> Steps, IReadOnlyDictionary<string, double[]> Samples)
{
    private const int PaperCount = 10_000;

    public static CostTable Empty { get; } = new("", new Dictionary<string, double[]>(), new Dictionary<string, double[]>());

    /// <summary>Steps of a turn.</summary>
    public int TurnSteps { get; init; }

    /// <summary>Samples of a turn.</summary>
    public int TurnSamples { get; init; }

    /// <summary>Cores of the machine that they were measured on; 0 where that was not noted.</summary>
    public int Cores { get; init; }

    /// <summary>What they were measured on.</summary>
    public string Hardware => Cores switch { 0 => "a processor", 1 => "1 core", _ => $"{Cores} cores" };

    /// <summary>The head of a column of <see cref="TrainingSeconds"/>.</summary>
    public string TrainingTitle => Title("training", TurnSteps, "steps");

    /// <summary>The head of a column of <see cref="SamplingSeconds"/>.</summary>
    public string SamplingTitle => Title("inference", TurnSamples, "samples");

    /// <summary>The head of a column of <see cref="StepMilliseconds"/>.</summary>
    public string StepTitle => Steps.Count == 0 ? "training step, ms" : string.Create(CultureInfo.InvariantCulture,
        $"training step on {Hardware}, ms: median of {Steps.Values.Max(rounds => rounds.Length)} turns of {TurnSteps}");

    public IReadOnlyList<double> StepRatios(string candidate, string reference) =>
        Steps.TryGetValue(candidate, out var a) && Steps.TryGetValue(reference, out var b) ? [.. a.Zip(b, (x, y) => x / y)] : [];

    /// <summary>Seconds of the papers' 10,000 training steps.</summary>
    public double TrainingSeconds(string experiment) => PaperCount * Median(Steps, experiment);

    /// <summary>Milliseconds of a training step, of any experiment.</summary>
    public double StepMilliseconds(string experiment) => 1000 * Median(Steps, experiment);

    /// <summary>Seconds of the papers' 10,000 samples.</summary>
    public double SamplingSeconds(string experiment) => PaperCount * Median(Samples, experiment);

    public static CostTable? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<CostTable>(ResultFile.ReadText(path)) : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or InvalidInputException)
        {
            return null;
        }
    }

    private string Title(string what, int measured, string unit) => Steps.Count == 0 ? $"{what}, s"
        : string.Create(CultureInfo.InvariantCulture,
            $"{what} on {Hardware}, s: {PaperCount:N0} {unit} extrapolated{(measured > 0 ? $" from {measured:N0}" : "")}");

    private static double Median(IReadOnlyDictionary<string, double[]> table, string experiment)
    {
        if (!table.TryGetValue(experiment, out var values) || values.Length == 0)
            return double.NaN;
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
