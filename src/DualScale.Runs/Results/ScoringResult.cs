using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using CsvHelper;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>Rows with their log-likelihoods. In JSON it is their mean and how it came about, without the rows.</summary>
public sealed record ScoringResult
{
    internal ScoringResult(PointSet points, LogLikelihood likelihood) => (Points, Likelihood) = (points, likelihood);

    /// <summary>The rows, in the table's order.</summary>
    [JsonIgnore]
    public PointSet Points { get; }

    /// <summary>Their log-likelihoods, in the table's order.</summary>
    [JsonIgnore]
    public LogLikelihood Likelihood { get; }

    /// <summary>How many.</summary>
    [JsonPropertyName("rows")]
    public int Count => Points.Count;

    /// <summary>Columns of each.</summary>
    [JsonPropertyName("columns")]
    public int Columns => Table?.Columns.Count ?? Points.Columns;

    /// <summary>
    /// The rows in their own types, where the points are the columns that these are encoded to, and the density is in their
    /// units; null where the points are the data themselves.
    /// </summary>
    [JsonIgnore]
    public Table? Table { get; init; }

    /// <summary>What log-likelihoods are in: nats or bits.</summary>
    [JsonPropertyName("unit")]
    public required string Unit { get; init; }

    /// <summary>The mean log-likelihood of a row.</summary>
    [JsonPropertyName("mean_log_likelihood")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double Mean => Likelihood.Mean;

    /// <summary>The standard error of the mean over the rows.</summary>
    [JsonPropertyName("standard_error")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double StandardError => Likelihood.StandardError;

    /// <summary>The least log-likelihood of a row.</summary>
    [JsonPropertyName("least_log_likelihood")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public double Least => Likelihood.Rows[Order[0]];

    /// <summary>The number of the least likely row, from 1.</summary>
    [JsonPropertyName("least_likely_row")]
    public int LeastLikelyRow => Order[0] + 1;

    /// <summary>Rows too far out for a number.</summary>
    [JsonPropertyName("rows_without")]
    public int Without => Likelihood.Rows.Count(double.IsNaN);

    /// <summary>How the trace was taken: exact or estimated.</summary>
    [JsonPropertyName("trace")]
    public string Trace => Options.NameOf(Likelihood.RowErrors.Count > 0 ? TraceKind.Estimated : TraceKind.Exact);

    /// <summary>Network calls a row.</summary>
    [JsonPropertyName("calls_per_row")]
    public double CallsPerRow => (double)Likelihood.Calls / Count;

    /// <summary>Seconds it took.</summary>
    [JsonPropertyName("scoring_seconds")]
    [JsonConverter(typeof(FiniteNumberConverter))]
    public required double Seconds { get; init; }

    /// <summary>Whether the least likely rows come first where they are written.</summary>
    [JsonIgnore]
    public bool Ranked { get; init; }

    /// <summary>The file that <see cref="Save"/> wrote; null for none.</summary>
    [JsonPropertyName("out")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Path { get; init; }

    private IReadOnlyList<string> Names =>
        Table is null ? Points.ColumnNames : [.. Table.Columns.Select(column => column.Name)];

    // Rows without a number, which are the furthest out, first.
    private int[] Order => [.. Enumerable.Range(0, Count).OrderBy(row => Likelihood.Rows[row])];

    /// <summary>Writes the rows as CSV, whole or not at all: see <see cref="Write"/>.</summary>
    /// <param name="path">The file; what was there is replaced.</param>
    /// <returns>This result with its <see cref="Path"/>.</returns>
    /// <exception cref="InvalidInputException">The folder is missing or may not be written.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    public ScoringResult Save(string path)
    {
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
            Write(writer);
        });
        return this with { Path = path };
    }

    /// <summary>
    /// Writes a line a row: its number in the table from 1, its columns, its log-likelihood and, where that is an estimate, its
    /// standard error.
    /// </summary>
    /// <param name="writer">Where to; it stays open.</param>
    public void Write(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using var csv = CsvWriter.Create(writer, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        var errors = Likelihood.RowErrors;
        csv.WriteHeader([.. Unused("row"), .. Names, .. Unused($"log_likelihood_{Unit}"),
            .. errors.Count > 0 ? Unused("standard_error") : []]);
        foreach (var row in Ranked ? Order : [.. Enumerable.Range(0, Count)])
        {
            csv.WriteField(row + 1);
            if (Table is null)
            {
                foreach (var value in Points[row])
                    csv.WriteField(value);
            }
            else
            {
                foreach (var column in Table.Columns)
                    csv.WriteField(column.Text(row));
            }

            csv.WriteField(Text(Likelihood.Rows[row]));
            if (errors.Count > 0)
                csv.WriteField(Text(errors[row]));
            csv.EndRecord();
        }
    }

    private static string Text(double value) => value.ToString("G9", CultureInfo.InvariantCulture);

    // A name that no column of the table has.
    private string[] Unused(string name)
    {
        while (Names.Contains(name))
            name += "_";
        return [name];
    }
}
