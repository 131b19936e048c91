using System.Globalization;
using DualScale.Evaluation.Quality;

namespace DualScale.Runs.Quality;

/// <summary>The quality of a table in rows of text, for pages and terminals.</summary>
internal static class QualityText
{
    public static string[] Headers { get; } = ["measure", "synthetic", "±", "real rows", "±", "rows", "verdict"];

    public static string[] ColumnHeaders { get; } = ["column", "kind", "distance", "real rows", "±", "Wasserstein", "real rows", "verdict"];

    public static string[] PairHeaders { get; } = ["pair", "association", "real", "synthetic", "difference", "real rows", "verdict"];

    public static IEnumerable<IReadOnlyList<string>> Rows(TableQuality quality) => quality.Findings.Select(finding => (string[])
    [
        QualityMeasures.All.First(entry => entry.Name == finding.Measure).Description, Number(finding.Value),
        Number(finding.Error), Number(finding.Floor), Number(finding.FloorError),
        finding.Rows.ToString("N0", CultureInfo.InvariantCulture), finding.Words,
    ]);

    public static IEnumerable<IReadOnlyList<string>> ColumnRows(TableQuality quality, int most = int.MaxValue) =>
        quality.Columns.Take(most).Select(column => (string[])
        [
            column.Name, column.Kind, Number(column.Distance), Number(column.Floor), Number(column.FloorDeviation),
            Number(column.Wasserstein), Number(column.WassersteinFloor), Verdict(column),
        ]);

    public static IEnumerable<IReadOnlyList<string>> PairRows(TableQuality quality, int most) =>
        quality.Pairs.Take(most).Select(pair => (string[])
        [
            $"{pair.First}, {pair.Second}", pair.Association, Number(pair.Real), Number(pair.Synthetic), Number(pair.Distance),
            Number(pair.Floor), pair.Verdict == QualityVerdict.Alike ? "alike" : "differs",
        ]);

    public static string Number(double value) => double.IsNaN(value) ? "–" : value.ToString("F3", CultureInfo.InvariantCulture);

    private static string Verdict(ColumnDistance column)
    {
        var blanks = Math.Abs(column.RealBlanks - column.SyntheticBlanks) < 0.005 ? ""
            : string.Create(CultureInfo.InvariantCulture, $", blanks {column.SyntheticBlanks:P0} for {column.RealBlanks:P0}");
        var unseen = column.Unseen == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $", {column.Unseen:N0} cells of no real level");
        return (column.Verdict == QualityVerdict.Alike ? "alike" : "differs") + blanks + unseen;
    }
}
