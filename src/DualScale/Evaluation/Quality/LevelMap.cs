using System.Text.RegularExpressions;
using DualScale.Tables;

namespace DualScale.Evaluation.Quality;

/// <summary>
/// The levels that tables share in a column. Other programs write 1.0 for 1, and True for true in a column of truth values; that
/// is no other level. 01, 1E2 and words in other letters are.
/// </summary>
/// <param name="kind">The kind of the column in the real table.</param>
internal sealed partial class LevelMap(ColumnKind kind)
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _alike =
        new(kind is BooleanKind ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    public List<string> Texts { get; } = [];

    /// <summary>How many levels the real table has; 0 as long as it is added.</summary>
    public int Known { get; private set; }

    /// <summary>Ends the real table: what follows is alike or unseen.</summary>
    public void Close() => Known = Texts.Count;

    /// <summary>For a column of texts a place for each of its codes, for one of numbers a place for each row.</summary>
    public int[] Add(TableColumn column) => column is CodeColumn codes
        ? [.. codes.Texts.Select(Place)]
        : [.. Enumerable.Range(0, column.Rows).Select(
            row => column.IsBlank(row) ? CodeColumn.BlankCode : Place(column.Text(row)))];

    /// <summary>A table with the real table's texts wherever its own are no other levels.</summary>
    public static Table Rename(Table table, Table real) => new([.. table.Columns.Select(column =>
        real.Schema.IndexOf(column.Name) >= 0 ? Rename(column, real[column.Name]) : column)]);

    private static TableColumn Rename(TableColumn column, TableColumn real)
    {
        if (real is not CodeColumn || real.Schema.Kind is IdentifierKind)
            return column;
        var map = new LevelMap(real.Schema.Kind);
        map.Add(real);
        map.Close();
        var places = map.Add(column);
        int[] codes = column is CodeColumn texts
            ? [.. texts.Codes.ToArray().Select(code => code < 0 ? CodeColumn.BlankCode : places[code])] : places;
        return new CodeColumn(real.Schema, codes, map.Texts);
    }

    private int Place(string text)
    {
        if (_places.TryGetValue(text, out var place))
            return place;
        if (Known > 0 && _alike.TryGetValue(Plain(text), out var similar))
            return _places[text] = similar;
        place = Texts.Count;
        Texts.Add(text);
        _places.Add(text, place);
        if (Known == 0)
            _alike.TryAdd(Plain(text), place);
        return place;
    }

    // By letters and not by value: numbers of many digits are no double.
    private static string Plain(string text) => Decimal().IsMatch(text) ? text.TrimEnd('0').TrimEnd('.') : text;

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)\.[0-9]+\z")]
    private static partial Regex Decimal();
}
