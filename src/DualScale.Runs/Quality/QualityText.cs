using System.Globalization;
using DualScale.Evaluation.Quality;

namespace DualScale.Runs.Quality;

/// <summary>The quality of a table in rows of text, for pages and terminals.</summary>
internal static class QualityText
{
    public static string[] Headers { get; } = ["measure", "verdict", "synthetic", "±", "real rows", "±", "rows"];

    public static string[] ColumnHeaders { get; } = ["column", "kind", "verdict", "distance", "real rows", "±", "Wasserstein", "real rows"];

    public static string[] PairHeaders { get; } = ["pair", "association", "verdict", "real", "synthetic", "difference", "real rows"];

    /// <param name="quality">What was measured.</param>
    /// <param name="inWords">Whether the verdict is a sentence, or one word.</param>
    public static IEnumerable<IReadOnlyList<string>> Rows(TableQuality quality, bool inWords) =>
        quality.Findings.Select(finding => (string[])
    [
        QualityMeasures.All.First(entry => entry.Name == finding.Measure).Description,
        inWords ? finding.Words : Options.NameOf(finding.Verdict), Number(finding.Value), Number(finding.Error),
        Number(finding.Floor), Number(finding.FloorError), finding.Rows.ToString("N0", CultureInfo.InvariantCulture),
    ]);

    public static IEnumerable<IReadOnlyList<string>> ColumnRows(TableQuality quality, int most = int.MaxValue) =>
        quality.Columns.Take(most).Select(column => (string[])
        [
            column.Name, column.Kind, Verdict(column), Number(column.Distance), Number(column.Floor),
            Number(column.FloorDeviation), Number(column.Wasserstein), Number(column.WassersteinFloor),
        ]);

    public static IEnumerable<IReadOnlyList<string>> PairRows(TableQuality quality, int most) =>
        quality.Pairs.Take(most).Select(pair => (string[])
        [
            $"{pair.First}, {pair.Second}", pair.Association,
            pair.Verdict == QualityVerdict.Alike ? "alike" : "differs", Number(pair.Real), Number(pair.Synthetic),
            Number(pair.Distance), Number(pair.Floor),
        ]);

    /// <summary>Which columns are not compared, as a sentence; empty where all are.</summary>
    public static string LeftOut(TableQuality quality) =>
        quality.LeftOut.Count == 0 ? "" : $"Not compared, being identifiers: {NameSuggestion.List(quality.LeftOut)}.";

    public static string Number(double value) => double.IsNaN(value) ? "–" : value.ToString("F3", CultureInfo.InvariantCulture);

    private static string Verdict(ColumnDistance column)
    {
        var blanks = Math.Abs(column.RealBlanks - column.SyntheticBlanks) < 0.005 ? ""
            : string.Create(CultureInfo.InvariantCulture, $", blanks {column.SyntheticBlanks:P1} for {column.RealBlanks:P1}");
        var unseen = column.Unseen == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $", {column.Unseen:N0} cells unseen");
        return (column.Verdict == QualityVerdict.Alike ? "alike" : "differs") + blanks + unseen;
    }
}
