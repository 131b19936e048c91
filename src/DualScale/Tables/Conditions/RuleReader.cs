using System.Text;

namespace DualScale.Tables;

/// <summary>Reads comparisons such as <c>born &lt;= married</c> or <c>born &lt;= married or blank</c>.</summary>
internal sealed class RuleReader(TableEncoding encoding)
{
    private const string Blank = "blank";
    private const string Or = "or";

    private static readonly char[] Operations = ['+', '-', '*', '/'];
    private static readonly (string Sign, Comparison Comparison)[] Signs =
    [
        ("<=", Comparison.LessOrEqual), (">=", Comparison.GreaterOrEqual), ("!=", Comparison.NotEqual),
        ("==", Comparison.Equal), ("<", Comparison.Less), (">", Comparison.Greater), ("=", Comparison.Equal),
    ];

    /// <summary>Reads a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <exception cref="TableConditionException">It is none, has no column of the table, or compares what has no common
    /// order.</exception>
    public RowTest Read(string rule)
    {
        var text = new ConditionText([rule], IsRule: true);
        var isBlankable = IsBlankable(rule, out var comparison);
        var (left, sign, right) = Split(comparison, text);
        var (first, second) = (Place(left), Place(right));
        int[] columns = [.. new[] { first, second }.OfType<int>()];
        foreach (var column in columns)
            CellConditionReader.Learned(text, encoding, column);
        var test = Compare(text, (first, left), sign, (second, right));
        return isBlankable ? new BlankableRule(test, text, columns) : test;
    }

    private RowTest Compare(
        ConditionText text, (int? Place, string Text) left, Comparison sign, (int? Place, string Text) right)
    {
        var (first, second) = (left.Place, right.Place);
        var like = first ?? second!.Value;
        if (first is { } one && second is { } other && OrderOf(one) != OrderOf(other))
        {
            throw text.Fault(
                $"column '{Name(one)}' is of kind {KindOf(one)} and '{Name(other)}' of kind {KindOf(other)}; compare columns of one kind");
        }

        var isOrder = sign is not (Comparison.Equal or Comparison.NotEqual);
        if (encoding.Schema.Columns[like].Kind is CodeKind)
        {
            return isOrder
                ? throw text.Fault($"column '{Name(like)}' is of kind {KindOf(like)}, which has no order; compare it with = or !=")
                : new TextRule(text, (first, Code(left)), sign == Comparison.Equal, (second, Code(right)));
        }

        return new NumberRule(text, (first, Number(left)), sign, (second, Number(right)));

        string? Code((int? Place, string Text) side)
        {
            if (side.Place is not null || IsBlank(side.Text))
                return null;
            CellConditionReader.Code(text, side.Text, (CodeEncoding)encoding.Column(like));
            return side.Text;
        }

        double Number((int? Place, string Text) side)
        {
            if (side.Place is not null || (IsBlank(side.Text) && !isOrder))
                return double.NaN;
            var column = encoding.Schema.Columns[like];
            if (!((NumberKind)column.Kind).TryParse(Encoding.UTF8.GetBytes(side.Text), out _))
                RequireNoSum(text, side.Text);
            return CellConditionReader.Number(text, side.Text, column);
        }

        bool IsBlank(string side) => encoding.Schema.Columns[like].IsBlank(Encoding.UTF8.GetBytes(side));
    }

    // A column's name or a text may end so too.
    private bool IsBlankable(string rule, out string comparison)
    {
        var all = rule.TrimEnd();
        comparison = all;
        if (WithoutWord(all, Blank) is not { } before || WithoutWord(before, Or) is not { } shorter ||
            encoding.Schema.Columns
                .SelectMany(column => column.Kind is CodeKind kind ? kind.Texts.Append(column.Name) : [column.Name])
                .Any(name => WithoutWord(name, Blank) is not null && all.EndsWith(name, StringComparison.Ordinal)))
        {
            return false;
        }

        comparison = shorter;
        return true;

        static string? WithoutWord(string text, string word) =>
            text.EndsWith(" " + word, StringComparison.Ordinal) ? text[..^word.Length].TrimEnd() : null;
    }

    private void RequireNoSum(ConditionText text, string side)
    {
        if (side.Split(Operations, StringSplitOptions.TrimEntries) is { Length: > 1 } parts &&
            parts.Any(part => Place(part) is not null))
        {
            throw text.Fault(
                $"a rule compares a column with a column or a value, and sums and the like, as '{CellText.Shorten(side)}' is one, are not among them");
        }
    }

    private int? Place(string name) => encoding.Schema.IndexOf(name) is >= 0 and var place ? place : null;

    private string Name(int column) => CellText.Shorten(encoding.Schema.Columns[column].Name);

    private string KindOf(int column) =>
        encoding.Schema.Columns[column].Kind is DateKind { HasDate: false } ? "time of day"
        : encoding.Schema.Columns[column].Kind is DateKind { Offset: var offset } && offset != TimeSpan.Zero
            ? FormattableString.Invariant($"date with a clock {offset.TotalHours} hours before UTC")
        : encoding.Schema.Columns[column].Kind.KindName;

    // What can be compared: moments, times of day, numbers, texts.
    private int OrderOf(int column) => encoding.Schema.Columns[column].Kind switch
    {
        DateKind { HasDate: true } moments => 3 + (int)(moments.Offset - TimeSpan.FromDays(2)).Duration().TotalMinutes,
        DateKind => 0,
        NumberKind => 1,
        _ => 2,
    };

    // Names may hold signs too: what makes columns of both sides comes first, then what makes one of the left.
    private (string Left, Comparison Sign, string Right) Split(string rule, ConditionText text)
    {
        var found = new List<(string Left, Comparison Sign, string Right)>();
        for (var at = 0; at < rule.Length; at++)
        {
            var (sign, comparison) = Signs.FirstOrDefault(
                candidate => rule.AsSpan(at).StartsWith(candidate.Sign, StringComparison.Ordinal), ("", default));
            if (sign.Length == 0)
                continue;
            found.Add((rule[..at].Trim(), comparison, rule[(at + sign.Length)..].Trim()));
            at += sign.Length - 1;
        }

        if (found.Count == 0)
            throw text.Fault("this compares nothing; write a rule such as 'a <= b' or 'a != 3'");
        var best = found.MaxBy(sides => (Place(sides.Left) is null ? 0 : 2) + (Place(sides.Right) is null ? 0 : 1));
        if ((Place(best.Left) ?? Place(best.Right)) is not null)
            return best;
        string[] names = [.. encoding.Schema.Columns.Select(column => column.Name)];
        if (NameSuggestion.Closest(best.Left, names) is null)
        {
            RequireNoSum(text, best.Left);
            RequireNoSum(text, best.Right);
        }

        var isRight = NameSuggestion.Closest(best.Left, names) is null && NameSuggestion.Closest(best.Right, names) is not null;
        throw CellConditionReader.NoColumn(text, isRight ? best.Right : best.Left, encoding.Schema);
    }
}
