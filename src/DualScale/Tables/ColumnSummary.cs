using System.Text.Json.Serialization;

namespace DualScale.Tables;

/// <summary>A column at a glance.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Low">The least value of numbers and dates, the first of the texts of others; null where it has none.</param>
/// <param name="High">The largest, or the last.</param>
/// <param name="Distinct">How many different values it has, blanks not counted.</param>
/// <param name="Blanks">How many cells are blank.</param>
/// <param name="Becomes">What becomes of it when a network learns it.</param>
/// <param name="Format">How dates are written; null of other kinds.</param>
/// <param name="Follows">The column whose value says that of this one in every row, as a city says the country; null for
/// none.</param>
public sealed record ColumnSummary(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("low")] string? Low,
    [property: JsonPropertyName("high")] string? High,
    [property: JsonPropertyName("distinct")] int Distinct,
    [property: JsonPropertyName("blanks")] int Blanks,
    [property: JsonPropertyName("becomes")] string Becomes,
    [property: JsonPropertyName("format"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Format = null,
    [property: JsonPropertyName("follows"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Follows = null)
{
    /// <summary>Summarises the columns of a table, and which of them follow from others.</summary>
    /// <param name="table">The table.</param>
    public static IReadOnlyList<ColumnSummary> Of(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var determinants = DependencySearch.Find(table.Columns).ToDictionary(
            dependency => dependency.Dependent, dependency => table.Columns[dependency.Determinant].Name);
        return [.. table.Columns.Select((column, place) => Of(column).Following(determinants.GetValueOrDefault(place)))];
    }

    /// <summary>Summarises a column.</summary>
    /// <param name="column">The column.</param>
    public static ColumnSummary Of(TableColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var blanks = column.Blanks;
        var kind = column.Schema.Kind;
        var (low, high, distinct) = column is NumberColumn numbers ? Range(numbers) : Range((CodeColumn)column);
        return new ColumnSummary(column.Name, kind.KindName, low, high, distinct, blanks,
            blanks == 0 ? kind.Becomes : $"{kind.Becomes}; {OfBlanks(column.Schema)}", (kind as DateKind)?.Format);
    }

    private static string OfBlanks(ColumnSchema column) => column switch
    {
        { Kind: IdentifierKind } => "blanks are numbered too",
        { Blank.Length: > 0 } => $"blanks stay {CellText.Shorten(column.Blank)}",
        _ => "blanks stay blanks",
    };

    private ColumnSummary Following(string? other) => other is null ? this
        : this with { Follows = other, Becomes = $"{Becomes}; follows from {CellText.Shorten(other)}" };

    private static (string? Low, string? High, int Distinct) Range(NumberColumn column)
    {
        var values = column.Values.ToArray();
        Array.Sort(values);
        var (first, distinct) = (0, 0);
        while (first < values.Length && double.IsNaN(values[first]))
            first++;
        for (var i = first; i < values.Length; i++)
            distinct += i == first || values[i] != values[i - 1] ? 1 : 0;
        return first == values.Length ? (null, null, 0) : (Text(values[first]), Text(values[^1]), distinct);

        string Text(double value)
        {
            Span<char> text = stackalloc char[NumberKind.LongestCell];
            return text[..column.Kind.Write(value, text)].ToString();
        }
    }

    private static (string? Low, string? High, int Distinct) Range(CodeColumn column)
    {
        var seen = new bool[column.Texts.Count];
        foreach (var code in column.Codes)
        {
            if (code >= 0)
                seen[code] = true;
        }

        var distinct = seen.Count(isSeen => isSeen);
        return distinct == 0 ? (null, null, 0)
            : (column.Texts[Array.IndexOf(seen, true)], column.Texts[Array.LastIndexOf(seen, true)], distinct);
    }
}
