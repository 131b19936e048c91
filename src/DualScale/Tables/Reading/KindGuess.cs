using System.Text;

namespace DualScale.Tables;

/// <summary>Guesses what a column is by its first cells.</summary>
internal static class KindGuess
{
    private const int Tried = 8;

    // What stands for a blank in columns of numbers and dates. In a column of texts it is a text.
    private static readonly string[] BlankWords =
        ["NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "NaT", "?", "-", "."];

    /// <summary>The guess; texts are settled when all are known.</summary>
    /// <param name="column">The first cells.</param>
    /// <param name="delimiter">What stands between cells.</param>
    /// <param name="source">What messages call the table.</param>
    /// <exception cref="InvalidInputException">Most cells are numbers or dates and some are not.</exception>
    public static ColumnSchema Of(SampledColumn column, char delimiter, string source)
    {
        var cells = column.Cells.Where(cell => cell.Cell.Length > 0).ToArray();
        var text = new ColumnSchema(column.Name, new CategoryKind());
        var blanks = cells.Select(cell => BlankWord(cell.Cell)).OfType<string>().Distinct().ToArray();
        var blank = blanks.Length == 1 ? blanks[0] : "";
        var values = blank.Length == 0 ? cells : [.. cells.Where(cell => BlankWord(cell.Cell) is null)];
        if (values.Length == 0)
            return text;
        byte[][] texts = [.. values.Select(cell => cell.Cell)];
        var withOffset = Offset(texts) is { } offset ? DateKind.CandidatesWith(offset) : [];
        var (best, most) = Best(withOffset.Concat(Candidates(delimiter)), texts);
        if (most == values.Length)
            return texts.Any(cell => LosesDigits(best!, cell)) ? text : new ColumnSchema(column.Name, best!) { Blank = blank };
        if (SignGuess.Of(texts, delimiter) is { } format)
            return new ColumnSchema(column.Name, new ContinuousKind { Format = format }) { Blank = blank };
        if (best is null || 2 * most <= values.Length || values.Any(cell => IsPadded(cell.Cell)))
            return text;
        var other = values.First(cell => !Fits(best, cell.Cell));
        throw new InvalidInputException(
            $"{source}, row {other.Row}, column '{CellText.Shorten(column.Name)}': '{CellText.Shorten(Encoding.UTF8.GetString(other.Cell))}' is not {best.Wanted}, as most cells are; correct it, leave it blank, or make the column a category in a schema.");
    }

    /// <summary>The kind that most cells are of, the first of several, and how many are; null where none is of some cells from
    /// everywhere.</summary>
    public static (NumberKind? Kind, int Count) Best(IEnumerable<NumberKind> kinds, byte[][] cells)
    {
        var (best, most) = ((NumberKind?)null, 0);
        var count = Math.Min(Tried, cells.Length);
        byte[][] tried = [.. Enumerable.Range(0, count).Select(i => cells[(int)((long)i * cells.Length / count)])];
        foreach (var kind in kinds.Where(kind => tried.Any(cell => Fits(kind, cell))))
        {
            var fit = cells.Count(cell => Fits(kind, cell));
            if (fit > most)
                (best, most) = (kind, fit);
            if (fit == cells.Length)
                break;
        }

        return (best, most);
    }

    /// <summary>
    /// The guesses of a table's columns, together: where the days of one stand before its months, as a day above 12 shows, so
    /// they do in the others that leave it open.
    /// </summary>
    public static IEnumerable<ColumnSchema> OfAll(IReadOnlyList<SampledColumn> columns, char delimiter, string source)
    {
        ColumnSchema[] guesses = [.. columns.Select(column => Of(column, delimiter, source))];
        var hasDayFirst = guesses.Any(guess => guess.Kind is DateKind { Format: ['d', ..] format } && format.Contains('/'));
        return guesses.Zip(columns, (guess, column) => hasDayFirst && guess.Kind is DateKind { Format: ['M', ..] } kind
            && kind.WithDayFirst() is { } other && column.Cells.All(cell =>
                cell.Cell.Length == 0 || CellText.Same(cell.Cell, guess.Blank) || Fits(other, cell.Cell))
            ? guess with { Kind = other } : guess);
    }

    // What all cells end with: the offset of a time zone, behind a time.
    private static string? Offset(byte[][] cells)
    {
        const int Length = 6;
        if (cells[0] is not [.., (byte)':', _, _, (byte)'+' or (byte)'-', _, _, (byte)':', _, _] and
            not [.., (byte)':', _, _, (byte)'+' or (byte)'-', _, _, _, _])
            return null;
        var length = cells[0][^3] == (byte)':' ? Length : Length - 1;
        var offset = cells[0].AsSpan(cells[0].Length - length).ToArray();
        return Array.TrueForAll(cells, cell => cell.AsSpan().EndsWith(offset)) ? Encoding.UTF8.GetString(offset) : null;
    }

    // Such as 1234567890123456789, which is a name in digits.
    private static bool LosesDigits(NumberKind kind, byte[] cell) => kind is ContinuousKind { Format: var format } &&
        format.TryParse(cell, out var value, out var places) && NumberFormat.LosesDigits(cell, value, places);

    /// <summary>Whether a cell of the first row shows that it is no header.</summary>
    public static bool IsValue(byte[] cell) => Candidates(',').Any(kind => Fits(kind, cell));

    /// <summary>Whether a cell is a word that stands for a blank in columns of numbers and dates.</summary>
    public static bool IsBlankWord(ReadOnlySpan<byte> cell)
    {
        foreach (var word in BlankWords)
        {
            if (CellText.Same(cell, word))
                return true;
        }

        return false;
    }

    private static IEnumerable<NumberKind> Candidates(char delimiter) =>
        NumberFormat.Candidates(delimiter).Select(NumberKind (format) => new ContinuousKind { Format = format })
            .Concat(DateKind.Candidates);

    // Small am and pm would come back as large ones.
    private static bool Fits(NumberKind kind, byte[] cell) =>
        kind.TryParse(cell, out _) && !(kind is DateKind { Format: [.., 't', 't'] } && cell is [.., (byte)'m']);

    private static string? BlankWord(byte[] cell) => Array.Find(BlankWords, word => CellText.Same(cell, word));

    // Digits behind a zero, such as those of a postal code.
    private static bool IsPadded(byte[] cell) =>
        cell is [(byte)'0', _, ..] && !cell.AsSpan().ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
