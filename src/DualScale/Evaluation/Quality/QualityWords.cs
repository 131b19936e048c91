namespace DualScale.Evaluation.Quality;

/// <summary>What all findings say together.</summary>
internal static class QualityWords
{
    private const double TellingShare = 0.1;

    public static IReadOnlyList<string> Of(TableQuality quality) => [OfQuality(quality), OfPrivacy(quality)];

    private static string OfQuality(TableQuality quality)
    {
        var classifier = quality[QualityMeasures.Classifier]!;
        var numbers = Words.Of(
            $"AUC {classifier.Value:F3} ± {classifier.Error:F3}, real rows among themselves {classifier.Floor:F3} ± {classifier.FloorError:F3}");
        var apart = Among(quality, false).Where(finding => finding.Verdict == QualityVerdict.Apart).ToArray();
        if (apart.Length == 0 && Doubts(quality, QualityVerdict.Apart) is { Length: > 0 } doubts)
            return $"Quality: {QualityFinding.Say(doubts)} ({numbers}).";
        if (apart.Length == 0)
            return $"Quality: no measure tells the synthetic rows from real ones ({numbers}).";
        var telling = quality.Telling.Where(column => column.Share >= TellingShare).Select(column => column.Name).ToArray();
        var trees = QualityVerdict.Apart == (classifier.Doubt?.Verdict ?? classifier.Verdict)
            ? classifier.Words : ClassifierMeasure.Alike;
        string[] parts =
        [
            classifier.Verdict == QualityVerdict.Apart && telling.Length > 0
                ? $"{trees} ({numbers}), mostly by {Words.Names(telling)}" : $"{trees} ({numbers})",
            .. apart.Where(finding => finding != classifier).Select(finding => finding.Words),
        ];
        return $"Quality: {string.Join("; ", parts)}.";
    }

    private static string OfPrivacy(TableQuality quality)
    {
        var found = Among(quality, true);
        var copied = Among(quality, null).Where(finding => finding.Verdict == QualityVerdict.Copied).ToArray();
        var limit = quality.HeldOutRows == 0 ? " Without held-out rows only copies and distances can be judged." : "";
        var doubt = Doubts(quality, QualityVerdict.Copied) is { Length: > 0 } doubts ? "; " + QualityFinding.Say(doubts) : "";
        return copied.Length == 0
            ? $"Privacy: no measure shows more of the training rows than fresh rows would; {found[0].Words}{doubt}.{limit}"
            : $"Privacy: {string.Join("; ", copied.Select(finding => finding.Words))}.{limit}";
    }

    private static string[] Doubts(TableQuality quality, QualityVerdict verdict) =>
        [.. quality.Findings.Where(finding => finding.Doubt?.Verdict == verdict).Select(finding => finding.Doubt!.Value.Words)];

    private static QualityFinding[] Among(TableQuality quality, bool? privacy) =>
    [
        .. quality.Findings.Where(finding => privacy is null ||
            QualityMeasures.All.First(entry => entry.Name == finding.Measure).IsPrivacy == privacy),
    ];
}
