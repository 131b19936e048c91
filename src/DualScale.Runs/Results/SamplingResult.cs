using System.Text.Json.Serialization;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>Samples that were drawn, and how. In JSON it is told how, without the samples themselves.</summary>
public sealed record SamplingResult
{
    internal SamplingResult(PointSet points) => Points = points;

    /// <summary>
    /// The samples, [<see cref="Count"/>, columns of the network], in the data's own units, or of a table with typed columns as
    /// its encoding has them; <see cref="ToTable"/> has their rows then. A model that is hardly trained can
    /// send some out of range, to numbers that are not finite.
    /// </summary>
    [JsonIgnore]
    public PointSet Points { get; }

    /// <summary>How many.</summary>
    [JsonPropertyName("samples")]
    public int Count => Points.Count;

    /// <summary>Columns of each, as they are written.</summary>
    [JsonPropertyName("columns")]
    public int Columns => Encoding?.Schema.Columns.Count ?? Points.Columns;

    /// <summary>What the points stand for where the data has typed columns; null where they are the data themselves.</summary>
    [JsonIgnore]
    public TableEncoding? Encoding { get; init; }

    /// <summary>The sampler's name.</summary>
    [JsonPropertyName("sampler")]
    public required string Sampler { get; init; }

    /// <summary>The sampler's steps.</summary>
    [JsonPropertyName("steps")]
    public required int Steps { get; init; }

    /// <summary>The seed.</summary>
    [JsonPropertyName("seed")]
    public required ulong Seed { get; init; }

    /// <summary>Seconds of drawing them.</summary>
    [JsonPropertyName("sampling_seconds")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public required double Seconds { get; init; }

    /// <inheritdoc cref="SamplingRequest.SamplerOptions"/>
    [JsonIgnore]
    internal SamplingRequest? SamplerOptions { get; init; }

    /// <summary>The file that <see cref="Save"/> wrote, or that held them already; null for none.</summary>
    [JsonPropertyName("out")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Path { get; init; }

    /// <summary>Whether all numbers are finite.</summary>
    [JsonIgnore]
    public bool IsFinite => Points.IndexOfNotFinite() < 0;

    /// <summary>The samples as rows of typed columns; null where the points are the data themselves.</summary>
    public Table? ToTable() => Encoding?.Decode(Points);

    /// <summary>Writes the samples as CSV, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <returns>This result with its <see cref="Path"/>.</returns>
    /// <exception cref="InvalidInputException">The folder is missing or may not be written.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    public SamplingResult Save(string path)
    {
        if (ToTable() is { } table)
            TableFile.Write(table, path);
        else
            TableWriter.Write(Points, path);
        return this with { Path = path };
    }
}
