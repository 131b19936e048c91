using System.Text;

namespace DualScale.Tables;

/// <summary>Reads what is said of the cells of one column, such as <c>species=Adelie</c>.</summary>
internal sealed class CellConditionReader(TableEncoding encoding)
{
    private const string Between = "..";

    /// <summary>Reads a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <exception cref="TableConditionException">It is none, its column is not there or nothing was learned of it, or the column
    /// cannot be so; the message says which and why.</exception>
    public CellCondition Read(string condition)
    {
        var text = new ConditionText([condition], IsRule: false);
        var (column, written) = Split(condition, text);
        var known = Learned(text, encoding, column);
        var schema = known.Schema;
        var wanted = Meant(written);

        // A text may hold the signs that stand between others.
        string[] parts = schema.Kind is CodeKind kind && (kind.Texts.Contains(wanted) || !wanted.Contains('|'))
            ? [wanted] : [.. written.Split('|').Select(Meant)];
        var ranges = new List<CellRange>();
        var takesBlanks = false;
        foreach (var part in parts)
        {
            if (schema.IsBlank(Encoding.UTF8.GetBytes(part)))
            {
                takesBlanks = known.HasBlanks ? true
                    : throw text.Fault($"no cell of column '{Name(schema)}' was blank in training; give a value");
            }
            else
                ranges.Add(known is NumberEncoding numbers ? Range(text, part, numbers) : Code(text, part, (CodeEncoding)known));
        }

        return new CellCondition(text, column, [.. ranges.Distinct()], takesBlanks);

        // Spaces about a text are its own where there is none without them.
        string Meant(string part) => schema.Kind is CodeKind { Texts: var texts }
            && !texts.Contains(part.Trim()) && texts.Contains(part) ? part : part.Trim();
    }

    /// <summary>All conditions of one column at once.</summary>
    /// <exception cref="TableConditionException">They contradict each other, or leave what the model cannot draw.</exception>
    public CellCondition Join(IEnumerable<CellCondition> ofOneColumn)
    {
        CellCondition[] all = [.. ofOneColumn];
        var joint = all.Aggregate((one, other) => one.And(other));
        if (joint.IsEmpty)
            throw joint.Text.Fault("these contradict each other; leave one out");
        if (encoding.Column(joint.Column) is not NumberEncoding numbers)
            return joint;
        foreach (var one in all)
        {
            foreach (var range in one.Ranges)
                RequirePossible(one.Text, range, numbers);
        }

        // What several conditions leave may have parts without a value; one with a value is enough.
        CellRange[] possible = [.. joint.Ranges.Where(numbers.HasValueIn)];
        if (possible.Length == 0 && !joint.TakesBlanks)
            RequirePossible(joint.Text, joint.Ranges[0], numbers);
        return new CellCondition(joint.Text, joint.Column, possible, joint.TakesBlanks);
    }

    /// <summary>The encoding of a column of which something was learned.</summary>
    /// <exception cref="InvalidInputException">It is an identifier.</exception>
    public static ColumnEncoding Learned(ConditionText text, TableEncoding encoding, int column) =>
        encoding.Column(column) is not IdentifierEncoding and var known ? known : throw text.Fault(
            $"column '{Name(encoding.Schema.Columns[column])}' is an identifier, whose rows are numbered anew: nothing was learned of it; leave it out");

    /// <summary>The value of a text in a column of numbers or dates.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static double Number(ConditionText text, string cell, ColumnSchema column) =>
        ((NumberKind)column.Kind).TryParse(Encoding.UTF8.GetBytes(cell), out var value) ? value : throw text.Fault(
            $"'{CellText.Shorten(cell)}' is not {((NumberKind)column.Kind).Wanted}, as the cells of column '{Name(column)}' are; write it like the table's");

    /// <summary>The code of a text in a column of texts.</summary>
    /// <exception cref="InvalidInputException">The column has no such text, or it was in no row of the training.</exception>
    public static CellRange Code(ConditionText text, string cell, CodeEncoding known)
    {
        var texts = ((CodeKind)known.Schema.Kind).Texts;
        var code = texts.ToList().IndexOf(cell);
        if (code >= 0 && known.Knows(code))
            return new CellRange(code, code);
        var learned = texts.Where((_, level) => known.Knows(level)).Select(CellText.Shorten).ToArray();
        throw text.Fault(known.Schema.Kind is ConstantKind
            ? $"column '{Name(known.Schema)}' is '{learned[0]}' everywhere, so no row can be '{CellText.Shorten(cell)}'; leave it out"
            : $"'{CellText.Shorten(cell)}' was in no row of column '{Name(known.Schema)}' in training. {Hint(cell, learned)}");
    }

    /// <summary>A refusal of a name that is no column's.</summary>
    public static TableConditionException NoColumn(ConditionText text, string name, Schema schema) => text.Fault(
        $"there is no column '{CellText.Shorten(name)}'. {Hint(name, [.. schema.Columns.Select(Name)])}");

    private static string Name(ColumnSchema column) => CellText.Shorten(column.Name);

    private static string Hint(string given, string[] known)
    {
        const int Most = 12;
        return NameSuggestion.Closest(given, known) is null && known.Length > Most
            ? $"There are {NameSuggestion.List(known[..Most])} and {known.Length - Most} more."
            : NameSuggestion.Hint(given, known);
    }

    // A name may hold the sign that stands behind names; the longest one is meant.
    private (int Column, string Wanted) Split(string condition, ConditionText text)
    {
        for (var name = condition; name.LastIndexOf('=') is >= 0 and var end;)
        {
            name = condition[..end];
            if (encoding.Schema.IndexOf(name.Trim()) is >= 0 and var column)
                return (column, condition[(end + 1)..]);
        }

        if (condition.AsSpan().IndexOfAny("<>") >= 0 || condition.Contains("!=", StringComparison.Ordinal))
            throw text.Fault("this compares; give it as a rule");
        throw condition.Contains('=') ? NoColumn(text, condition[..condition.IndexOf('=')].Trim(), encoding.Schema) : text.Fault(
            "this gives no column its value; write column=value, column=low..high or column=one|other");
    }

    private static CellRange Range(ConditionText text, string cell, NumberEncoding numbers)
    {
        var column = numbers.Schema;
        var at = Ends(cell, (NumberKind)column.Kind);
        if (at < 0)
        {
            var value = Number(text, cell, column);
            return Within(new CellRange(value, value));
        }

        var (from, to) = (cell[..at].Trim(), cell[(at + Between.Length)..].Trim());
        if (from.Length + to.Length == 0)
            throw text.Fault("the interval has no end; give it one, or two");
        var range = new CellRange(
            from.Length == 0 ? double.NegativeInfinity : Number(text, from, column),
            to.Length == 0 ? double.PositiveInfinity : Number(text, to, column));
        return range.IsEmpty
            ? throw text.Fault($"the interval is empty, as {from} is above {to}; turn its ends round") : Within(range);

        CellRange Within(CellRange wanted) => !wanted.Intersect(numbers.Reach).IsEmpty ? wanted : throw text.Fault(
            $"column '{Name(column)}' goes from {Written(column, numbers.Reach.Low)} to {Written(column, numbers.Reach.High)} as far as the model knows; give what lies there");
    }

    // Where an interval's ends part: a unit such as kr. may end in a point too, so there are several places to try.
    private static int Ends(string cell, NumberKind kind)
    {
        var first = cell.IndexOf(Between, StringComparison.Ordinal);
        for (var at = first; at >= 0; at = cell.IndexOf(Between, at + 1, StringComparison.Ordinal))
        {
            if (IsEnd(cell[..at].Trim()) && IsEnd(cell[(at + Between.Length)..].Trim()))
                return at;
        }

        return first;

        bool IsEnd(string end) => end.Length == 0 || kind.TryParse(Encoding.UTF8.GetBytes(end), out _);
    }

    private static void RequirePossible(ConditionText text, CellRange range, NumberEncoding numbers)
    {
        if (range.Low == range.High)
            RequirePossible(text, range.Low, numbers);
        else if (!numbers.HasValueIn(range))
        {
            var below = Written(numbers.Schema, numbers.Nearest(range.Low));
            var above = Written(numbers.Schema, numbers.Nearest(range.High));
            throw text.Fault(
                $"column '{Name(numbers.Schema)}' has no value between these ends as far as the model knows; widen the interval to {(below == above ? $"{below}, which is nearest" : $"{below} or {above}, which are nearest")}");
        }
    }

    private static void RequirePossible(ConditionText text, double value, NumberEncoding numbers)
    {
        var (column, nearest) = (numbers.Schema, Written(numbers.Schema, numbers.Nearest(value)));
        var written = Written(column, ((NumberKind)column.Kind).Nearest(value));
        if (Number(text, written, column) != value)
            throw text.Fault($"column '{Name(column)}' is not written so exactly; give {nearest}");
        if (nearest != written)
        {
            throw text.Fault(
                $"column '{Name(column)}' is never {written} as far as the model knows; give {nearest}, which is nearest, or an interval");
        }
    }

    private static string Written(ColumnSchema column, double value)
    {
        Span<char> buffer = stackalloc char[NumberKind.LongestCell];
        return buffer[..((NumberKind)column.Kind).Write(value, buffer)].ToString();
    }
}
