using System.Globalization;
using CsvHelper;
using DualScale.Diffusion;

namespace DualScale.Runs;

/// <summary>
/// Writes a line a row as CSV: its number in the table from 1, its columns, its log-likelihood and, where that is an estimate,
/// its standard error.
/// </summary>
internal sealed class ScoreWriter(TextWriter writer, IReadOnlyList<string> names, string unit) : IDisposable
{
    private readonly CsvWriter _csv = CsvWriter.Create(
        writer, CsvWriterOptions.Default with { NewLine = "\n", Quoting = CsvQuoting.WhenNeededOrWhitespace }, leaveOpen: true);
    private bool _hasHeader;

    /// <param name="part">The part of the table that has the row.</param>
    /// <param name="likelihood">The log-likelihoods of the part.</param>
    /// <param name="row">The row's number in the part, from 0.</param>
    public void Write(ScoringPart part, LogLikelihood likelihood, int row)
    {
        var errors = likelihood.RowErrors;
        if (!_hasHeader)
        {
            _csv.WriteHeader([.. Unused("row"), .. names, .. Unused($"log_likelihood_{unit}"),
                .. errors.Count > 0 ? Unused("standard_error") : []]);
        }

        _hasHeader = true;
        _csv.WriteField(part.First + row + 1);
        if (part.Table is null)
        {
            foreach (var value in part.Points[row])
                _csv.WriteField(value);
        }
        else
        {
            foreach (var column in part.Table.Columns)
                _csv.WriteField(column.Text(row));
        }

        _csv.WriteField(Text(likelihood.Rows[row]));
        if (errors.Count > 0)
            _csv.WriteField(Text(errors[row]));
        _csv.EndRecord();
    }

    public void Dispose() => _csv.Dispose();

    private static string Text(double value) => value.ToString("G9", CultureInfo.InvariantCulture);

    // A name that no column of the table has.
    private string[] Unused(string name)
    {
        while (names.Contains(name))
            name += "_";
        return [name];
    }
}
