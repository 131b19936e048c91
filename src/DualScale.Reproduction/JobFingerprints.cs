using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DualScale.Runs;
using DualScale.Runs.Configuration;

namespace DualScale.Reproduction;

/// <summary>
/// What decides the numbers of a job, in short: its settings, its sampler and its data, the values of a table whatever it is
/// called. Neither the folder is part of it, nor threads, nor how often checkpoints are saved, nor how many samples are drawn.
/// </summary>
internal sealed class JobFingerprints
{
    /// <summary>Hexadecimal digits of one.</summary>
    public const int Length = 16;

    private readonly ConcurrentDictionary<string, string?> _tables = new();

    public string Of(Job job)
    {
        var data = job.Configuration.Data;
        var points = _tables.GetOrAdd(job.Data, TableOf) is { } table
            ? FormattableString.Invariant($"{table} {data.HeldOut:R}")
            : FormattableString.Invariant($"{data.Source} {data.Points}");
        var (settings, drawn) = (SettingsFingerprint.Of(job.Configuration), job.Drawn(1));
        return Hash(Encoding.UTF8.GetBytes(
            FormattableString.Invariant($"{settings} {drawn.Sampler} {drawn.Steps} {points}")))[..Length];
    }

    // Null for a shape.
    private static string? TableOf(string source) => RunCreation.ReadTable(source) is { } table
        ? FormattableString.Invariant($"{Hash(MemoryMarshal.AsBytes(table.Values.Span))} {table.Columns}")
        : null;

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
