using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DualScale.Runs.Configuration;
using DualScale.Runs.Documents;

namespace DualScale.Runs.Report;

/// <summary>The report on runs: numbers side by side, pictures, configurations.</summary>
internal static class RunReport
{
    private static readonly (string Key, string Label)[] Rows =
    [
        ("model", "model"), ("data", "data"), ("measured_on", "measured on"),
        ("kl_bits", "KL(data ‖ samples), bits"),
        ("floor_bits", "its floor, with fresh data, bits"),
        ("reverse_kl_bits", "KL(samples ‖ data), bits"), ("reverse_floor_bits", "its floor, with fresh data, bits"),
        ("sample_distance_median", "nearest training row of the median sample"),
        ("held_out_distance_median", "nearest training row of the median held-out row"),
        ("stray_share", "share of samples farther from training rows than 99 % of held-out rows"),
        ("eval_loss", "evaluation loss"),
        ("nll_nats", "negative log-likelihood of held-out rows, nats a row"), ("nll_error", "its standard error"),
        ("training_seconds", "training, s"),
        ("sampling_seconds", "sampling, s"), ("samples", "samples"),
        ("sampler", "sampler"), ("sampler_steps", "its steps"), ("sampler_options", "its options"),
        ("seed", "seed"),
    ];

    private static readonly (string Key, string Note)[] Notes =
    [
        ("kl_bits", "KL(data ‖ samples) grows where data are not covered, KL(samples ‖ data) where samples lie and no data are."),
        ("sample_distance_median", "A distance is one in scaled columns. Medians far below that of held-out rows are a sign of copies."),
        ("stray_share", "Of fresh rows about one in a hundred is farther from training rows than 99 % of held-out rows, and of fewer than 100 held-out rows one in one more than there are; a share well above that are rows unlike any of the data."),
        ("eval_loss", "The evaluation loss is the mean squared error of the noise that is predicted for held-out rows; predicting nothing gives 1. It compares models with the same noise levels on the same data."),
        ("nll_nats", "The negative log-likelihood is minus the mean log-density of held-out rows, a nat being 1.44 bits: the lower the likelier they are. It compares models of the same columns in the same units."),
    ];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Encoded =
        "Pictures of a table that are not in its own units show its columns as the network learns them: numbers and dates by their quantiles as a standard normal, texts as 0 and 1, centred and scaled.";

    public static IReadOnlyList<Block> Create(IReadOnlyList<ReportedRun> runs)
    {
        var numbers = runs.Select(run => JsonSerializer.SerializeToNode(run.Evaluation)!.AsObject()).ToArray();
        var variances = numbers.SelectMany(run => run.Select(pair => pair.Key))
            .Where(key => key.Contains("grid_variance", StringComparison.Ordinal)).Distinct();
        var shown = Rows.Concat(variances.Select(key => (Key: key, Label: key.Replace('_', ' '))))
            .Where(row => numbers.Any(run => run.ContainsKey(row.Key)));
        return
        [
            new Block.Heading(1, "DualScale report"),
            .. runs.SelectMany(run => Verdict(run, runs.Count > 1)),
            new Block.Table(["", .. runs.Select(run => run.Name)],
                [.. shown.Select(row => (string[])[row.Label, .. numbers.Select(run => Show(run[row.Key]))])]),
            .. Notes.Where(note => numbers.Any(run => run.ContainsKey(note.Key))).Select(note => new Block.Paragraph(note.Note)),
            .. runs.Any(run => run.Run.Data.Encoding is not null) ? [new Block.Paragraph(Encoded)] : Array.Empty<Block>(),
            .. ReportFigures.Of(runs),
            .. runs.SelectMany(run => new Block[]
            {
                new Block.Heading(2, $"Configuration of {run.Name}"),
                new Block.Listing(Listing(ConfigurationTree.ToTree(run.Run.Configuration), "")),
            }),
        ];
    }

    private static IEnumerable<Block> Verdict(ReportedRun run, bool named)
    {
        foreach (var (i, sentence) in (run.Evaluation.Verdict ?? []).Index())
            yield return i == 0 ? new Block.Heading(2, named ? $"{run.Name}: {sentence}" : sentence) : new Block.Paragraph(sentence);
    }

    private static string Show(JsonNode? value) => value switch
    {
        null => "–",
        JsonValue number when Int128.TryParse(number.ToJsonString(), CultureInfo.InvariantCulture, out var whole) =>
            whole.ToString("N0", CultureInfo.InvariantCulture),
        JsonValue number when number.TryGetValue<double>(out var d) =>
            d.ToString(Math.Abs(d) >= 10 ? "F1" : d != 0 && Math.Abs(d) < 0.001 ? "0.00e0" : "F3", CultureInfo.InvariantCulture),
        JsonObject options => string.Join(", ", options.Select(option => $"{option.Key.Replace('_', '-')} {Show(option.Value)}")),
        JsonArray values => string.Join(' ', values.Select(Show)),
        _ => value.ToString(),
    };

    private static string Listing(JsonObject tree, string indent)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in tree)
        {
            text.Append(value is JsonObject child
                ? $"{indent}{key}:\n{Listing(child, indent + "  ")}"
                : $"{indent}{key}: {value?.ToJsonString(Readable).Trim('"')}\n");
        }

        return text.ToString();
    }
}
