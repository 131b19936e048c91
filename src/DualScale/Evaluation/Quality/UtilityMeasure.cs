namespace DualScale.Evaluation.Quality;

/// <summary>What synthetic rows teach about a target, as a share of what real rows teach.</summary>
internal sealed class UtilityMeasure : QualityMeasure
{
    public override double Cost => 3;

    public override QualityFinding? Measure(QualityData data)
    {
        if (data.Utility is not ({ } score, var rows))
            return null;
        var isApart = QualityFinding.Score(score.Share, score.Error, 1, 0) < -QualityFinding.Reach;
        var scores = Words.Of($"{score.Score} {score.Synthetic:F3} against {score.Real:F3}");
        return new QualityFinding(
            QualityMeasures.Utility, score.Share, score.Error, 1, 0, rows, isApart ? QualityVerdict.Apart : QualityVerdict.Alike,
            double.IsNaN(score.Share) ? $"real rows do not predict {score.Target} either: {scores}"
                : $"trees trained on the rows predict {score.Target} {(isApart ? "worse than" : "as well as")} those trained on real ones: {scores}");
    }
}
