using System.Globalization;
using System.Reflection;
using CsvHelper;

namespace DualScale.Reproduction;

/// <summary>The papers' numbers: what their tables print and what their runs logged.</summary>
internal static class Published
{
    private static readonly Lazy<IReadOnlyList<Dictionary<string, string>>> DualScaleTable = Table("table-adaptive-dual-scale");
    private static readonly Lazy<IReadOnlyList<Dictionary<string, string>>> GridTable = Table("table-grid-noise");
    private static readonly Lazy<IReadOnlyList<Dictionary<string, string>>> DualExpertTable = Table("table-dual-expert");
    private static readonly Lazy<IReadOnlyList<Dictionary<string, string>>> Logs = Table("logged-runs");

    /// <summary>A number of the dual-scale paper's table; NaN where it has none.</summary>
    public static double DualScale(string row, string data, string column) =>
        Find(DualScaleTable, column, ("run", row), ("dataset", data));

    /// <summary>A number of the grid paper's table, over its four point sets.</summary>
    public static double Grid(string row, string column) => Find(GridTable, column, ("configuration", row));

    /// <summary>A number of DualDiff's table 1 or 2.</summary>
    public static double DualExpert(int table, string row, string data, string column) =>
        Find(DualExpertTable, column, ("table", table.ToString(CultureInfo.InvariantCulture)), ("configuration", row),
            ("dataset", data));

    /// <summary>A number that a study's run logged.</summary>
    public static double Logged(string study, int run, string data, string column) =>
        Find(Logs, column, ("study", study), ("run", run.ToString(CultureInfo.InvariantCulture)), ("dataset", data));

    private static double Find(Lazy<IReadOnlyList<Dictionary<string, string>>> table, string column,
        params ReadOnlySpan<(string Column, string Value)> keys)
    {
        foreach (var row in table.Value)
        {
            var matches = true;
            foreach (var (key, value) in keys)
                matches &= row[key] == value;
            if (matches)
                return double.TryParse(row[column], CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
        }

        return double.NaN;
    }

    private static Lazy<IReadOnlyList<Dictionary<string, string>>> Table(string name) => new(() =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"published/{name}.csv")
            ?? throw new InvalidOperationException($"The table {name} is missing from the program.");
        using var reader = new StreamReader(stream);
        using var csv = CsvReader.FromText(reader.ReadToEnd(), CsvReaderOptions.Default with { HasHeader = false });
        csv.Read();
        var names = Enumerable.Range(0, csv.FieldCount).Select(csv.GetString).ToArray();
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
            rows.Add(names.Index().ToDictionary(pair => pair.Item, pair => csv.GetString(pair.Index)));
        return rows;
    });
}
