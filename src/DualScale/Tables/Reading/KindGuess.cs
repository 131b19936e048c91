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
    /// <param name="areAll">Whether the column has no more cells.</param>
    /// <exception cref="InvalidInputException">Most cells are numbers or dates and some are not.</exception>
    public static ColumnSchema Of(SampledColumn column, char delimiter, string source, bool areAll)
    {
        var cells = column.Cells.Where(cell => cell.Cell.Length > 0).ToArray();
        var text = new ColumnSchema(column.Name, new CategoryKind());
        var blanks = cells.Select(cell => BlankWord(cell.Cell)).OfType<string>().Distinct().ToArray();
        var blank = blanks.Length == 1 ? blanks[0] : "";
        var values = blank.Length == 0 ? cells : [.. cells.Where(cell => BlankWord(cell.Cell) is null)];
        if (values.Length == 0)
            return text;
        byte[][] texts = [.. values.Select(cell => cell.Cell)];
        if (DateKind.OfCompact(texts) is { } compact)
            return new ColumnSchema(column.Name, compact) { Blank = blank };
        var (best, most) = Best(Candidates(delimiter).Concat(WithOffset(texts, areAll)), texts);
        if (most == values.Length)
        {
            return texts.Any(cell => LosesDigits(best!, cell)) ? text
                : new ColumnSchema(column.Name, InGroups(best!, texts)) { Blank = blank };
        }

        if (SignGuess.Of(texts, delimiter) is { } format)
            return new ColumnSchema(column.Name, InGroups(new ContinuousKind { Format = format }, texts)) { Blank = blank };
        if (best is null || 2 * most <= values.Length || values.Any(cell => IsPadded(cell.Cell)))
            return text;
        var others = values.Where(cell => !Fits(best, cell.Cell)).ToArray();
        var other = others[0];

        // One text again and again among numbers says that there is none, as 'Prefer not to say' does.
        if (others.Length > 1 && blanks.Length == 0 && cells.Length == column.Cells.Count &&
            others.All(cell => cell.Cell.AsSpan().SequenceEqual(other.Cell)))
        {
            var cut = new SampledColumn(column.Name);
            cut.Cells.AddRange(values.Where(cell => Fits(best, cell.Cell)));
            return Of(cut, delimiter, source, areAll) with { Blank = Encoding.UTF8.GetString(other.Cell) };
        }

        throw new InvalidInputException(
            $"{source}, row {other.Row}, column '{CellText.Shorten(column.Name)}': '{CellText.Shorten(Encoding.UTF8.GetString(other.Cell))}' is not {best.Wanted}, as most cells are; correct it, leave it blank, or leave the column out; in a schema it may be a category, or have the text as its 'blank'.");
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
    public static IEnumerable<ColumnSchema> OfAll(
        IReadOnlyList<SampledColumn> columns, char delimiter, string source, bool areAll)
    {
        ColumnSchema[] guesses = [.. columns.Select(column => Of(column, delimiter, source, areAll))];
        var hasDayFirst = guesses.Any(guess => guess.Kind is DateKind { Format: ['d', ..] format } && format.Contains('/'));
        return guesses.Zip(columns, (guess, column) => hasDayFirst && guess.Kind is DateKind { Format: ['M', ..] } kind
            && kind.WithDayFirst() is { } other && column.Cells.All(cell =>
                cell.Cell.Length == 0 || CellText.Same(cell.Cell, guess.Blank) || Fits(other, cell.Cell))
            ? guess with { Kind = other } : guess);
    }

    // What all cells end with: the offset of a time zone, behind a date and a time. One that a change of clocks may follow is
    // none where there are more cells than these.
    private static string? Offset(byte[][] cells, bool areAll)
    {
        const int ShortestDate = 8;
        var first = cells[0];
        var at = first.AsSpan().LastIndexOfAny((byte)'+', (byte)'-');
        if (at < ShortestDate || !first.AsSpan(0, at).Contains((byte)':') ||
            first.AsSpan(at + 1) is not ([_, _] or [_, _, _, _] or [_, _, (byte)':', _, _]) ||
            first.AsSpan(at + 1).ContainsAnyExceptInRange((byte)'0', (byte)':'))
            return null;
        var offset = first[(first[at - 1] == (byte)' ' ? at - 1 : at)..];
        var isFixed = areAll || !offset.AsSpan().ContainsAnyExcept(" +-0:"u8);
        return isFixed && Array.TrueForAll(cells, cell => cell.AsSpan().EndsWith(offset))
            ? Encoding.UTF8.GetString(offset) : null;
    }

    private static NumberKind InGroups(NumberKind kind, byte[][] cells) =>
        kind is ContinuousKind numbers ? numbers with { Format = GroupGuess.Of(numbers.Format, cells) } : kind;

    // Such as 1234567890123456789, which is a name in digits.
    private static bool LosesDigits(NumberKind kind, byte[] cell) => kind is ContinuousKind { Format: var format } &&
        format.TryParse(cell, out var value, out var places) && NumberFormat.LosesDigits(cell, value, places);

    /// <summary>Whether a cell of the first row shows that it is no header.</summary>
    public static bool IsValue(byte[] cell) =>
        Candidates(',').Concat(WithOffset([cell], areAll: true)).Any(kind => Fits(kind, cell));

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

    private static IEnumerable<NumberKind> WithOffset(byte[][] cells, bool areAll) =>
        Offset(cells, areAll) is { } offset ? DateKind.CandidatesWith(offset) : [];

    // Small am and pm would come back as large ones.
    private static bool Fits(NumberKind kind, byte[] cell) =>
        kind.TryParse(cell, out _) && !(kind is DateKind { Format: [.., 't', 't'] } && cell is [.., (byte)'m']);

    private static string? BlankWord(byte[] cell) => Array.Find(BlankWords, word => CellText.Same(cell, word));

    // Digits behind a zero, such as those of a postal code.
    private static bool IsPadded(byte[] cell) =>
        cell is [(byte)'0', _, ..] && !cell.AsSpan().ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
