namespace DualScale.Evaluation.Quality;

/// <summary>What synthetic rows teach about a target, as a share of what real rows teach.</summary>
internal sealed class UtilityMeasure : QualityMeasure
{
    public override double Cost => 3;

    public override QualityFinding? Measure(QualityData data)
    {
        if (data.Utility is not ({ } score, var rows))
            return null;
        var scores = Words.Of($"{score.Score} {score.Synthetic:F3} against {score.Real:F3}");
        var finding = QualityFinding.Judge(
            QualityMeasures.Utility, score.Share, score.Error, 1, 0, rows, Trees("as well as"),
            below: (QualityVerdict.Apart, Trees("worse than")));
        return finding.Verdict != QualityVerdict.Unclear || finding.Doubt is not null ? finding : finding with
        {
            Words = rows == 0 ? $"too few synthetic rows have a {score.Target} that real rows have" : double.IsNaN(score.Real)
                ? $"of the rows that are predicted too few differ in {score.Target} to say how well"
                : $"real rows do not predict {score.Target} either: {scores}",
        };

        string Trees(string how) => $"trees trained on the rows predict {score.Target} {how} those trained on real ones: {scores}";
    }
}
