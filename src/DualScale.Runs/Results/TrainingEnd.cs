using System.Text.Json.Serialization;

namespace DualScale.Runs;

/// <summary>Why a training ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrainingEnd>))]
public enum TrainingEnd
{
    /// <summary>All its steps were done.</summary>
    [JsonStringEnumMemberName("all-steps")]
    AllSteps,

    /// <summary>The loss on held-out rows had not fallen for as long as <c>training.patience</c> waits.</summary>
    [JsonStringEnumMemberName("no-gain")]
    NoGain,
}
