namespace DualScale.Evaluation.Quality;

/// <summary>The mean difference of how columns go together two by two.</summary>
internal sealed class PairMeasure : QualityMeasure
{
    public override double Cost => 3;

    public override QualityFinding? Measure(QualityData data)
    {
        var (pairs, floors) = data.PairDistances;
        if (pairs.Count == 0)
            return null;
        string[] apart = [.. pairs.Where(pair => pair.Verdict == QualityVerdict.Apart)
            .Select(pair => $"{pair.First} with {pair.Second}")];
        var deviation = PairedTest.Of(floors).Deviation;
        return new QualityFinding(
            QualityMeasures.Pairs, pairs.Average(pair => pair.Distance), deviation, floors.Average(),
            deviation / Math.Sqrt(floors.Length), data.Rows, apart.Length > 0 ? QualityVerdict.Apart : QualityVerdict.Alike,
            apart.Length == 0
                ? "no two columns go together otherwise than the real ones by more than chance"
                : Words.Of($"{apart.Length} of {pairs.Count} pairs {(apart.Length == 1 ? "differs" : "differ")}: {Words.Names(apart)}"));
    }
}
