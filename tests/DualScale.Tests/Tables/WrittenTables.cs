using System.Globalization;
using DualScale.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace DualScale.Tests.Data;

/// <summary>Tables of any kinds as text, written without the product's help.</summary>
internal static class WrittenTables
{
    private static readonly string[] Levels =
        ["a", "a, b", "say \"no\"", "semi;colon", " edge ", "NA", "ß 漢", "x\ty", "-", "None", "tail,", "|", "two\nlines"];

    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd", "dd.MM.yyyy", "MM/dd/yyyy", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss.fff", "d MMM yyyy", "HH:mm",
        "yyyy-MM-ddTHH:mm:ssZ",
    ];

    private static readonly (string Before, string Behind)[] Signs =
    [
        ("$", ""), ("€ ", ""), ("-$", ""), ("-USD ", ""), ("R$ ", " /h"), ("", " %"), ("", "\u00A0€"), ("", "°C"), ("", " kWh"),
        ("-Fr. ", "/m²"),
    ];

    private static readonly (string, string)[] Truths = [("false", "true"), ("FALSE", "TRUE"), ("No", "Yes"), ("0", "1")];

    public static Arbitrary<(string Text, string[] Kinds)> Any { get; } = (
        from columns in Gen.Choose(2, 6)
        from rows in Gen.Choose(4, 60)
        from delimiter in Gen.Elements(',', ';', '\t', '|')
        from newLine in Gen.Elements("\n", "\r\n")
        from seed in Gen.Choose(0, 1_000_000)
        from kinds in Gen.Elements("continuous", "comma", "grouped", "integer", "boolean", "category", "date", "constant",
            "identifier", "float", "zeros", "signed").ArrayOf(columns)
        from blanks in Gen.Elements("", "", "blank", "NA").ArrayOf(columns)
        from quoted in Gen.Elements(false, false, true).ArrayOf(columns)
        select (Write(kinds, blanks, quoted, rows, delimiter, newLine, new RandomStream((ulong)seed, 0)), kinds)).ToArbitrary();

    private static string Write(
        string[] kinds, string[] blanks, bool[] quoted, int rows, char delimiter, string newLine, RandomStream draws)
    {
        // A line of tabs alone is no row.
        var cells = kinds.Select((kind, i) => Column(
            kind, delimiter == '\t' && i == 0 ? "" : blanks[i], rows, new RandomStream(draws.Seed, (ulong)i + 1))).ToArray();
        var lines = Enumerable.Range(0, rows).Select(row => string.Join(delimiter, cells.Select((column, i) =>
            quoted[i] && column[row].Length > 0 && (column[row] != "NA" || kinds[i] == "category")
                ? Quote(column[row]) : QuoteWhereNeeded(column[row], delimiter))));
        return string.Concat(lines.Prepend(string.Join(delimiter, kinds.Select((_, i) => $"c{i}"))).Select(line => line + newLine));
    }

    private static string[] Column(string kind, string blank, int rows, RandomStream draws)
    {
        var cell = Cells(kind, draws);
        var text = kind is "category" or "boolean" or "constant" or "identifier";
        return [.. Enumerable.Range(0, rows).Select(row =>
            row >= 3 && blank.Length > 0 && draws.Below((ulong)(1_000_000 + row), 4) == 0
                ? blank == "blank" || text ? "" : blank : cell(row))];
    }

    private static Func<int, string> Cells(string kind, RandomStream draws)
    {
        int Draw(int row, int most) => draws.Below((ulong)row, most);
        var choice = draws.Below(2_000_000, 1000);
        switch (kind)
        {
            case "continuous":
                var places = 1 + choice % 4;
                return row => Number(Draw(row, 100_000) - 5000 + (row == 0 ? 1 : 0), places, '.', "");
            case "comma":
                return row => Number(Draw(row, 100_000) - 50_000, 2, ',', "");
            case "grouped":
                return row => Number(row == 0 ? 123_456_789 : Draw(row, 2_000_000), 2, ',', ".");
            case "integer":
                return row => (Draw(row, choice % 2 == 0 ? 7 : 100_000) - 3).ToString(CultureInfo.InvariantCulture);
            case "zeros":
                return row => Draw(row, 100_000) + ".0";
            case "float":
                return row => (row == 0 ? 1.5e-7 : Draw(row, 100_000) / 3e-5).ToString("R", CultureInfo.InvariantCulture);
            case "signed":
                var (before, behind) = Signs[choice % Signs.Length];
                var (point, thousands) = choice % 3 == 0 ? (',', ".") : ('.', choice % 3 == 1 ? "," : "");
                return row => Signed(
                    before, Number(row == 0 ? 123_456_789 : Draw(row, 2_000_000) - 500_000, 2, point, thousands), behind);
            case "boolean":
                var (no, yes) = Truths[choice % Truths.Length];
                return row => row < 2 ? row == 0 ? no : yes : Draw(row, 2) == 0 ? no : yes;
            case "category":
                return row => row < 3 ? Levels[row / 2] : Levels[Draw(row, Levels.Length)];
            case "date":
                var format = DateFormats[choice % DateFormats.Length];
                var start = new DateTime(1800 + choice % 400, 1, 1);
                return row => start.AddSeconds((double)Draw(row, 1 << 30) * (row == 0 ? 0.5 : 1))
                    .ToString(format, CultureInfo.InvariantCulture);
            case "constant":
                return _ => choice % 2 == 0 ? "12" : "always, so";
            default:
                return row => $"{Draw(row, 1 << 30):x8}-{row}-k";
        }
    }

    private static string Number(int value, int places, char point, string thousands)
    {
        var scale = (int)Math.Pow(10, places);
        var whole = (Math.Abs(value) / scale).ToString(CultureInfo.InvariantCulture);
        for (var at = whole.Length - 3; at > 0 && thousands.Length > 0; at -= 3)
            whole = whole.Insert(at, thousands);
        var fraction = (Math.Abs(value) % scale).ToString(CultureInfo.InvariantCulture).PadLeft(places, '0');
        return $"{(value < 0 ? "-" : "")}{whole}{point}{fraction}";
    }

    // A minus in front of the sign says that one of the number stands there.
    private static string Signed(string before, string number, string behind) => (before, number) switch
    {
        (['-', .. var sign], ['-', .. var digits]) => $"-{sign}{digits}{behind}",
        (['-', .. var sign], _) => $"{sign}{number}{behind}",
        _ => $"{before}{number}{behind}",
    };

    private static string Quote(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string QuoteWhereNeeded(string cell, char delimiter) =>
        cell.IndexOfAny([delimiter, '"', '\n']) >= 0 || cell.Trim(' ', '\t') != cell ? Quote(cell) : cell;
}
