using System.Text.Json.Serialization;
using DualScale.Diffusion;

namespace DualScale.Runs;

/// <summary>Log-likelihoods of the rows of a table. In JSON it is their mean and how it came about, without the rows.</summary>
public sealed record ScoringResult
{
    private readonly LogLikelihood _likelihood;

    internal ScoringResult(IReadOnlyList<double> scores)
    {
        _likelihood = new LogLikelihood { Rows = scores, RowErrors = [], StepErrors = [], Calls = 0 };

        // Rows without a number, which are the furthest out, first.
        for (var row = 1; row < scores.Count; row++)
        {
            if (scores[row].CompareTo(scores[LeastLikelyRow - 1]) < 0)
                LeastLikelyRow = row + 1;
        }
    }

    /// <summary>The log-likelihood of each row, in the table's order; NaN for one too far out for a number.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> Scores => _likelihood.Rows;

    /// <summary>How many.</summary>
    [JsonPropertyName("rows")]
    public int Count => Scores.Count;

    /// <summary>Columns of the table.</summary>
    [JsonPropertyName("columns")]
    public required int Columns { get; init; }

    /// <summary>Whether the density is in the units of the columns that the table's are encoded to.</summary>
    [JsonIgnore]
    public bool IsEncoded { get; internal init; }

    /// <summary>What log-likelihoods are in: nats or bits.</summary>
    [JsonPropertyName("unit")]
    public required string Unit { get; init; }

    /// <summary>The mean log-likelihood of a row.</summary>
    [JsonPropertyName("mean_log_likelihood")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double Mean => _likelihood.Mean;

    /// <summary>The standard error of the mean over the rows.</summary>
    [JsonPropertyName("standard_error")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double StandardError => _likelihood.StandardError;

    /// <summary>The least log-likelihood of a row.</summary>
    [JsonPropertyName("least_log_likelihood")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double Least => Scores[LeastLikelyRow - 1];

    /// <summary>The number of the least likely row, from 1.</summary>
    [JsonPropertyName("least_likely_row")]
    public int LeastLikelyRow { get; } = 1;

    /// <summary>Rows too far out for a number.</summary>
    [JsonPropertyName("rows_without")]
    public int Without => Scores.Count(double.IsNaN);

    /// <summary>How the trace was taken: exact or estimated.</summary>
    [JsonPropertyName("trace")]
    public required string Trace { get; init; }

    /// <summary>Network calls of the rows together.</summary>
    [JsonIgnore]
    public long Calls { get; internal init; }

    /// <summary>Network calls a row.</summary>
    [JsonPropertyName("calls_per_row")]
    public double CallsPerRow => (double)Calls / Count;

    /// <summary>Seconds it took.</summary>
    [JsonPropertyName("scoring_seconds")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public required double Seconds { get; init; }

    /// <summary>The file that the rows were written into; null for none.</summary>
    [JsonPropertyName("out")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Path { get; init; }
}
