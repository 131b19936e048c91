using System.Globalization;
using CsvHelper;

namespace DualScale.Tables;

/// <summary>
/// Reads tables of numbers: comma, semicolon or tab between cells, told from the second line; a first line that is not all
/// numbers is the header. Decimal points are points. Rows are read as they come, and what is longer than the limits is refused
/// there.
/// </summary>
public static class TableReader
{
    /// <summary>The most columns a table may have.</summary>
    public const int MaxColumns = 100;

    /// <summary>The most numbers a table may have, rows × columns.</summary>
    public const int MaxValues = 100_000_000;

    /// <summary>The most characters a line may have.</summary>
    public const int MaxLineLength = 1_000_000;

    /// <summary>The most characters a table may have.</summary>
    public const long MaxLength = 2_000_000_000;

    // UTF-8 takes up to three for what UTF-16 holds in one.
    private const int BytesOfCharacter = 3;

    // Told from the second line: names may hold any of the three, numbers hold none of these two.
    private static readonly char[] Delimiters = ['\t', ';'];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">It is missing, unreadable or no table of numbers; the message gives row and
    /// column.</exception>
    public static PointSet Read(string path) => TextFile.Read(path, reader => Read(reader, path));

    /// <summary>Reads a table from text.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="source">What messages call it.</param>
    /// <returns>At least 2 rows of 1 to <see cref="MaxColumns"/> columns.</returns>
    /// <exception cref="InvalidInputException">It is no table of numbers; the message gives row and column.</exception>
    public static PointSet Read(TextReader reader, string source) => Read(reader, source, new TableLimits());

    internal static PointSet Read(TextReader reader, string source, TableLimits limits)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using var text = new TableText(reader, source, limits);
        var options = CsvReaderOptions.Default with
        {
            HasHeader = false,
            Separator = Delimiters.FirstOrDefault(text.SecondLine.Contains, ','),
            TrimWhitespace = true,
            TrimInsideQuotes = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = BytesOfCharacter * limits.LineLength,
        };
        using var csv = CsvReader.Create(text, options, leaveOpen: true);
        var (names, values, rows) = ((string[]?)null, new List<float>(), 0);
        try
        {
            while (csv.Read())
            {
                var row = (int)csv.LineNumber;
                if (names is null)
                {
                    TableLimits.RequireWidth(csv.FieldCount, source);
                    var cells = Enumerable.Range(0, csv.FieldCount).Select(csv.GetString).ToArray();
                    var isHeader = !cells.All(IsNumber);
                    names = isHeader ? Header(cells, source, row) : [.. PointSet.DefaultNames(cells.Length)];
                    if (isHeader)
                        continue;
                }

                if (csv.FieldCount != names.Length)
                {
                    throw new InvalidInputException(
                        $"{source}, row {row}: {csv.FieldCount} cells where the first row has {names.Length}; give every row the same number.");
                }

                limits.RequireCells(rows + 1, names.Length, source, row, "numbers");
                for (var column = 0; column < names.Length; column++)
                {
                    values.Add(TryParse(csv.GetSpan(column), out var value) ? value : throw NoNumber(
                        csv.GetString(column), source, row, names[column]));
                }

                rows++;
            }
        }
        catch (CsvFormatException exception)
        {
            throw new InvalidInputException(
                $"{source}, row {exception.LineNumber}: the quotes do not match; mend them.", exception);
        }

        if (rows < 2)
            throw new InvalidInputException($"{source} has {(rows == 0 ? "no rows" : "one row")} of numbers; give at least 2.");
        return new PointSet([.. values], names!);
    }

    // A first row with a blank, or with some numbers, is more likely a broken row than a header.
    private static string[] Header(string[] cells, string source, int row)
    {
        if (Array.FindIndex(cells, cell => cell.Any(char.IsControl)) is >= 0 and var broken)
        {
            throw new InvalidInputException(
                $"{source}, row {row}, column {broken + 1}: the name has a line break or another control character; leave it out.");
        }

        if (Array.IndexOf(cells, "") is >= 0 and var blank)
        {
            throw new InvalidInputException(
                $"{source}, row {row}, column {blank + 1}: the cell is blank; give the column a name or the row a number.");
        }

        if (Array.FindIndex(cells, IsNumber) is >= 0 and var number)
        {
            throw new InvalidInputException(
                $"{source}, row {row}: '{CellText.Shorten(cells.First(cell => !IsNumber(cell)))}' stands beside the number {CellText.Shorten(cells[number])}; give names only, or numbers only.");
        }

        var repeated = cells.GroupBy(cell => cell).FirstOrDefault(group => group.Count() > 1);
        if (repeated is not null)
        {
            throw new InvalidInputException(
                $"{source}, row {row}: the column name '{CellText.Shorten(repeated.Key)}' stands there twice; give each column a name of its own.");
        }

        return cells;
    }

    private static bool IsNumber(string cell) => float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool TryParse(ReadOnlySpan<byte> cell, out float value) =>
        float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);

    private static InvalidInputException NoNumber(string cell, string source, int row, string column)
    {
        var place = $"{source}, row {row}, column '{CellText.Shorten(column)}'";
        if (cell.Length == 0)
            return new InvalidInputException($"{place}: the cell is blank; fill it in or leave the row out.");
        if (IsNumber(cell))
            return new InvalidInputException($"{place}: '{CellText.Shorten(cell)}' is not a finite 32-bit number; leave the row out.");
        var hint =
            cell.Contains(',') ? "write decimals with a point" : "write a number, or leave the row or the whole column out";
        return new InvalidInputException($"{place}: '{CellText.Shorten(cell)}' is no number; {hint}.");
    }
}
