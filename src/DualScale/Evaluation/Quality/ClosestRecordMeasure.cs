namespace DualScale.Evaluation.Quality;

/// <summary>The median distance from a synthetic row to the closest training row, beside that from other real rows.</summary>
internal sealed class ClosestRecordMeasure : QualityMeasure
{
    public override double Cost => 2;

    public override QualityFinding Measure(QualityData data)
    {
        var value = MedianWithError.Of(data.Nearest(data.Synthetic, data.Training).Distances());
        var floor = MedianWithError.Of(data.Nearest(data.Reference, data.Training).Distances());
        return QualityFinding.Judge(
            QualityMeasures.Closest, value.Median, value.Error, floor.Median, floor.Error, data.Rows,
            "rows are no nearer to training rows than fresh rows are",
            below: (QualityVerdict.Copied,
                "rows are nearer to training rows than fresh rows are, as copies and rows of too little spread are"));
    }
}
