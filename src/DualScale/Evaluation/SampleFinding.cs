using System.Text.Json.Serialization;

namespace DualScale.Evaluation;

/// <summary>What samples are, judged by both divergences beside their floors and by the distances to training rows.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SampleFinding>))]
public enum SampleFinding
{
    /// <summary>As close to the data as fresh data are, within a tenth of a bit both ways, errors included.</summary>
    [JsonStringEnumMemberName("alike")]
    Alike,

    /// <summary>They repeat training rows.</summary>
    [JsonStringEnumMemberName("memorised")]
    Memorised,

    /// <summary>They spread beyond the data everywhere.</summary>
    [JsonStringEnumMemberName("smeared")]
    Smeared,

    /// <summary>Parts of the data have too few of them.</summary>
    [JsonStringEnumMemberName("uncovered")]
    Uncovered,

    /// <summary>Some of them lie where no data are.</summary>
    [JsonStringEnumMemberName("stray")]
    Stray,

    /// <summary>Nearer to the data than fresh data are, though they repeat no training rows.</summary>
    [JsonStringEnumMemberName("closer")]
    Closer,

    /// <summary>No difference is seen, and the errors leave room for one: there are too few rows.</summary>
    [JsonStringEnumMemberName("unclear")]
    Unclear,
}
