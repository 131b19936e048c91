using System.Text.Json.Serialization;

namespace DualScale.Runs;

/// <summary>
/// What a finished training was: the content of <c>run.json</c>, whose keys are this record's in JSON. Numbers that are not
/// finite are null there.
/// </summary>
public sealed record TrainingResult
{
    /// <summary>The run's folder, as it was given when the run was trained.</summary>
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

    /// <summary>Trained numbers of the model.</summary>
    [JsonPropertyName("parameters")]
    public int Parameters { get; init; }

    /// <summary>The version of DualScale that finished it.</summary>
    [JsonPropertyName("version")]
    public string Version { get; init; } = Surroundings.Unknown;

    /// <summary>The .NET runtime.</summary>
    [JsonPropertyName("runtime")]
    public string Runtime { get; init; } = Surroundings.Unknown;

    /// <summary>The system, processor and width of its vectors.</summary>
    [JsonPropertyName("machine")]
    public string Machine { get; init; } = Surroundings.Unknown;

    /// <summary>The arguments of the process that finished it.</summary>
    [JsonPropertyName("command")]
    public string Command { get; init; } = "";

    /// <summary>Training steps.</summary>
    [JsonPropertyName("steps")]
    public int Steps { get; init; }

    /// <summary>Why it ended; null in runs of earlier versions.</summary>
    [JsonPropertyName("ended")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrainingEnd? Ended { get; init; }

    /// <summary>The steps after which the model's weights were left; 0 in runs of earlier versions.</summary>
    [JsonPropertyName("kept_step")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int KeptStep { get; init; }

    /// <summary>The loss of the model's weights on held-out rows as it was measured on the way; null where it was not.</summary>
    [JsonPropertyName("held_out_loss")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? HeldOutLoss { get; init; }

    /// <summary>Seconds of training, of all processes that took part.</summary>
    [JsonPropertyName("seconds")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double Seconds { get; init; } = double.NaN;

    /// <summary>Training steps a second.</summary>
    [JsonPropertyName("steps_per_second")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double StepsPerSecond { get; init; } = double.NaN;

    /// <summary>The mean loss of the last ten steps; of the last one where there were fewer.</summary>
    [JsonPropertyName("final_loss")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double FinalLoss { get; init; } = double.NaN;
}
