using System.Globalization;
using System.Text.Json.Serialization;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>A table with its blanks filled, and how. In JSON it is told how, without the rows.</summary>
public sealed record ImputationResult
{
    internal const string DrawColumn = "draw";

    private readonly FillableTable _table;

    internal ImputationResult(FillableTable table, TableImputation imputation) => (_table, Imputation) = (table, imputation);

    /// <summary>The draws.</summary>
    [JsonIgnore]
    public TableImputation Imputation { get; }

    /// <summary>Rows of the table.</summary>
    [JsonPropertyName("rows")]
    public int Rows => Imputation.Table.Rows;

    /// <summary>Its blanks.</summary>
    [JsonPropertyName("blanks")]
    public long Blanks => Imputation.Blanks;

    /// <summary>Those that stayed blank: identifiers, columns not to be filled, and where nothing else was drawn.</summary>
    [JsonPropertyName("left_blank")]
    public long LeftBlank => Imputation.LeftBlank;

    /// <summary>Draws of each.</summary>
    [JsonPropertyName("draws")]
    public int Draws => Imputation.Draws.Count;

    /// <summary>The share of draws between the ends of an interval, where means are written; else null.</summary>
    [JsonPropertyName("interval")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Interval { get; init; }

    /// <summary>The sampler's name.</summary>
    [JsonPropertyName("sampler")]
    public required string Sampler { get; init; }

    /// <summary>The sampler's steps.</summary>
    [JsonPropertyName("steps")]
    public required int Steps { get; init; }

    /// <summary>The seed.</summary>
    [JsonPropertyName("seed")]
    public required ulong Seed { get; init; }

    /// <summary>Seconds of filling.</summary>
    [JsonPropertyName("imputing_seconds")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public required double Seconds { get; init; }

    /// <summary>The file that <see cref="Save"/> wrote, or that held it already; null for none.</summary>
    [JsonPropertyName("out")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Path { get; init; }

    /// <summary>How the table is written: as it was read.</summary>
    [JsonIgnore]
    public TableFormat Format => _table.Table.Schema.Format;

    /// <summary>Writes the table as CSV, whole or not at all: see <see cref="Write"/>.</summary>
    /// <param name="path">The file; what was there is replaced.</param>
    /// <returns>This result with its <see cref="Path"/>.</returns>
    /// <exception cref="InvalidInputException">The folder is missing or may not be written.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    public ImputationResult Save(string path)
    {
        AtomicFile.Write(path, stream =>
        {
            using var writer = Format.OpenWriter(stream);
            Write(writer);
        });
        return this with { Path = path };
    }

    /// <summary>
    /// Writes the table as it was, with its blanks filled. Several draws stand one below the other behind a column <c>draw</c>
    /// from 1 on. A summary has behind the table, of each column with blanks, those of its interval, <c>low</c> and <c>high</c>,
    /// or the <c>share</c> of the draws that have the text; they are empty where the cell was there.
    /// </summary>
    /// <param name="writer">Where to; it stays open.</param>
    public void Write(TextWriter writer)
    {
        if (Interval is { } interval)
        {
            var (filled, spreads) = Imputation.Summarize(interval);
            _table.Write(writer, filled, [.. spreads.SelectMany(Columns)]);
        }
        else if (Draws > 1)
            _table.Write(writer, Imputation.Draws, _table.Unused(DrawColumn));
        else
            _table.Write(writer, Imputation.Draws[0]);
    }

    private IEnumerable<(string Name, Func<int, string> Cell)> Columns(ImputedSpread spread)
    {
        if (spread is { Low: { } low, High: { } high })
        {
            yield return (_table.Unused($"{spread.Column} low"), Ends(low));
            yield return (_table.Unused($"{spread.Column} high"), Ends(high));
        }
        else
        {
            yield return (_table.Unused($"{spread.Column} share"), row => double.IsNaN(spread.Shares![row]) ? ""
                : spread.Shares[row].ToString("0.###", CultureInfo.InvariantCulture));
        }

        static Func<int, string> Ends(NumberColumn column) => row => column.IsBlank(row) ? "" : column.Text(row);
    }
}
