using System.Text.Json.Serialization;

namespace DualScale.Runs;

/// <summary>How far a run is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunState>))]
public enum RunState
{
    /// <summary>Made, or trained without an end: <see cref="Run.Train"/> brings it there.</summary>
    [JsonStringEnumMemberName("unfinished")]
    Unfinished,

    /// <summary>Its model is finished.</summary>
    [JsonStringEnumMemberName("trained")]
    Trained,

    /// <summary>Its model is finished and has been measured since.</summary>
    [JsonStringEnumMemberName("evaluated")]
    Evaluated,
}
