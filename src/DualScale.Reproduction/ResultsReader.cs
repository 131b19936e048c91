using System.Globalization;
using CsvHelper;
using DualScale.Runs;

namespace DualScale.Reproduction;

/// <summary>Reads the lines of a results.csv whose jobs are finished.</summary>
internal static class ResultsReader
{
    private const int MaxVersionLength = 100;
    private const int MaxShown = 40;

    /// <exception cref="InvalidInputException">It is missing or no results.csv; the message gives the line.</exception>
    public static IReadOnlyList<ResultLine> Read(string path)
    {
        if (Directory.Exists(path))
            throw new InvalidInputException($"{path} is a folder; give a results.csv of 'dualscale reproduce'.");
        using var csv = CsvReader.FromText(ResultFile.ReadNamed(path), CsvReaderOptions.Default with
        {
            HasHeader = false,
            Separator = ',',
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Throw,
            TrackLineNumbers = true,
        });
        try
        {
            var places = csv.Read() ? Header(Cells(csv), path) : throw new InvalidInputException(
                $"{path} is empty; give a results.csv of 'dualscale reproduce'.");
            var lines = new List<ResultLine>();
            while (csv.Read())
            {
                var row = (int)csv.LineNumber;
                if (csv.FieldCount != places.Count)
                {
                    throw new InvalidInputException(
                        $"{path}, row {row}: {csv.FieldCount} cells where the first row has {places.Count}; mend the row or leave it out.");
                }

                var cells = Cells(csv);
                if (cells[places["state"]] == ResultsFile.FinishedState)
                    lines.Add(new Row(path, row, places, cells).ToLine());
            }

            return lines;
        }
        catch (CsvFormatException exception)
        {
            throw new InvalidInputException(
                $"{path}, row {exception.LineNumber}: the quotes do not match; mend the row or leave it out.", exception);
        }
    }

    private static string[] Cells(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];

    private static Dictionary<string, int> Header(string[] names, string path)
    {
        foreach (var name in ResultsFile.JobColumns.Concat(ResultsFile.Measures.Select(measure => measure.Key)))
        {
            if (!names.Contains(name))
            {
                throw new InvalidInputException(
                    $"{path}, row 1: there is no column '{name}', which the page needs; give a results.csv of this version of 'dualscale reproduce'.");
            }
        }

        var places = new Dictionary<string, int>();
        foreach (var (place, name) in names.Index())
        {
            if (!places.TryAdd(name, place))
                throw new InvalidInputException($"{path}, row 1: the column '{Shown(name)}' stands there twice; leave one out.");
        }

        return places;
    }

    private static string Shown(string text) => string.Concat(
        text.Where(character => !char.IsControl(character)).Take(MaxShown)) + (text.Length > MaxShown ? "…" : "");

    private readonly record struct Row(string Path, int Number, Dictionary<string, int> Places, string[] Values)
    {
        public ResultLine ToLine()
        {
            var row = this;
            return new ResultLine(
                Path, Number, Cell("experiment"), Cell("data"),
                ulong.TryParse(Cell("seed"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
                    ? seed : throw Refused("seed"),
                Count("steps"), Count("samples"),
                [.. ResultsFile.Measures.Select(measure => row.Measured(measure.Key))],
                Cell("fingerprint") is not { Length: > 0 } fingerprint ? null
                    : fingerprint.Length == JobFingerprints.Length && fingerprint.All(char.IsAsciiHexDigitLower) ? fingerprint
                    : throw Refused("fingerprint"),
                Cell("version") is not { Length: > 0 } version ? null
                    : version.Length <= MaxVersionLength && version.All(IsOfVersion) ? version : throw Refused("version"),
                Cell("evaluation_version").Length == 0 ? 0 : Count("evaluation_version"));
        }

        private string Cell(string column) => Places.TryGetValue(column, out var place) ? Values[place] : "";

        private int Count(string column) =>
            int.TryParse(Cell(column), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
                ? count : throw Refused(column);

        private double Measured(string column) => Cell(column).Length == 0 ? double.NaN
            : double.TryParse(Cell(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) &&
                double.IsFinite(value) ? value
            : throw Refused(column);

        private static bool IsOfVersion(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '+';

        private InvalidInputException Refused(string column) => new(
            $"{Path}, row {Number}, column '{column}': it cannot be '{Shown(Cell(column))}'; mend the row or leave it out.");
    }
}
