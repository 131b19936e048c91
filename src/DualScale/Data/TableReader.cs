using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace DualScale.Data;

/// <summary>
/// Reads tables of numbers: comma, semicolon or tab between cells, told from the first line; a first line that is not all
/// numbers is the header. Decimal points are points.
/// </summary>
public static class TableReader
{
    /// <summary>The most columns a table may have.</summary>
    public const int MaxColumns = 100;

    private static readonly char[] Delimiters = [',', ';', '\t'];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidInputException">It is missing, unreadable or no table of numbers; the message gives row and column.</exception>
    public static PointSet Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var reader = new StreamReader(path, new UTF8Encoding(false));
            return Read(reader, path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException($"There is no file {path}; check the path.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"Cannot read {path}: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a table from text.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="source">What messages call it.</param>
    /// <returns>At least 2 rows of 1 to <see cref="MaxColumns"/> columns.</returns>
    /// <exception cref="InvalidInputException">It is no table of numbers; the message gives row and column.</exception>
    public static PointSet Read(TextReader reader, string source)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var text = reader.ReadToEnd();
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = DelimiterOf(text).ToString(), IgnoreBlankLines = true, TrimOptions = TrimOptions.Trim, BadDataFound = null,
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        var (names, values, rows) = ((string[]?)null, new List<float>(), 0);
        try
        {
            while (parser.Read())
            {
                var cells = parser.Record!;
                if (names is null)
                {
                    CheckWidth(cells.Length, source);
                    names = cells.All(cell => IsNumber(cell)) ? [.. PointSet.DefaultNames(cells.Length)] : Header(cells, source);
                    if (!cells.All(cell => IsNumber(cell)))
                        continue;
                }

                if (cells.Length != names.Length)
                {
                    throw new InvalidInputException(
                        $"{source}, row {parser.RawRow}: {cells.Length} cells where the first row has {names.Length}; give every row the same number.");
                }

                for (var column = 0; column < cells.Length; column++)
                    values.Add(Parse(cells[column], source, parser.RawRow, names[column]));
                rows++;
            }
        }
        catch (CsvHelperException exception)
        {
            throw new InvalidInputException($"{source}, row {parser.RawRow}: this is no table: {exception.Message.Split('\n')[0].Trim()}", exception);
        }

        if (rows < 2)
            throw new InvalidInputException($"{source} has {(rows == 0 ? "no rows" : "one row")} of numbers; give at least 2.");
        return new PointSet([.. values], names!);
    }

    private static char DelimiterOf(string text)
    {
        var end = text.AsSpan().TrimStart().IndexOfAny('\r', '\n');
        var first = end < 0 ? text : text.TrimStart()[..end];
        return Delimiters.MaxBy(delimiter => first.Count(c => c == delimiter));
    }

    private static void CheckWidth(int columns, string source)
    {
        if (columns > MaxColumns)
            throw new InvalidInputException($"{source} has {columns} columns; at most {MaxColumns} are supported, so leave some out.");
    }

    private static string[] Header(string[] cells, string source)
    {
        var numbers = cells.Count(cell => IsNumber(cell));
        if (numbers > 0 && cells.Length > 1 && cells.Any(cell => cell.Length == 0))
            throw new InvalidInputException($"{source}, row 1: a cell is blank; fill it in or leave the row out.");
        var repeated = cells.GroupBy(cell => cell).FirstOrDefault(group => group.Count() > 1);
        if (repeated is not null)
            throw new InvalidInputException($"{source}, row 1: the column name '{repeated.Key}' stands there twice; give each column a name of its own.");
        return cells;
    }

    private static bool IsNumber(string cell) => float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static float Parse(string cell, string source, int row, string column)
    {
        var place = $"{source}, row {row}, column '{column}'";
        if (cell.Length == 0)
            throw new InvalidInputException($"{place}: the cell is blank; fill it in or leave the row out.");
        if (!float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            var hint = cell.Contains(',') ? "write decimals with a point" : "write a number or leave the row out";
            throw new InvalidInputException($"{place}: '{Shorten(cell)}' is no number; {hint}.");
        }

        if (!float.IsFinite(value))
            throw new InvalidInputException($"{place}: '{Shorten(cell)}' is not a finite 32-bit number; leave the row out.");
        return value;
    }

    private static string Shorten(string cell)
    {
        const int Longest = 40;
        var line = string.Concat(cell.Where(c => !char.IsControl(c)));
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }
}
