using System.Text.Json.Serialization;

namespace DualScale.Runs;

/// <summary>A run at a glance, from its files alone.</summary>
public sealed record RunSummary
{
    /// <summary>The run's folder.</summary>
    [JsonPropertyName("out")]
    public required string Directory { get; init; }

    /// <summary>What a person calls the model.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>What a person calls the data.</summary>
    [JsonPropertyName("data")]
    public required string Data { get; init; }

    /// <summary>The seed of everything random.</summary>
    [JsonPropertyName("seed")]
    public required ulong Seed { get; init; }

    /// <summary>How far it is.</summary>
    [JsonPropertyName("state")]
    public required RunState State { get; init; }

    /// <summary>Steps that its loss curve reaches; a resumed training may go back to an earlier checkpoint.</summary>
    [JsonPropertyName("step")]
    public required int Step { get; init; }

    /// <summary>Steps in all.</summary>
    [JsonPropertyName("steps")]
    public required int Steps { get; init; }

    /// <summary>Its training; null while it is unfinished.</summary>
    [JsonPropertyName("training")]
    public TrainingResult? Training { get; init; }

    /// <summary>What was measured of it; null while that is not the case.</summary>
    [JsonPropertyName("evaluation")]
    public EvaluationResult? Evaluation { get; init; }
}
