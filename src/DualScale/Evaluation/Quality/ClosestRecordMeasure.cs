namespace DualScale.Evaluation.Quality;

/// <summary>The median distance from a synthetic row to the closest training row, beside that from other real rows.</summary>
internal sealed class ClosestRecordMeasure : QualityMeasure
{
    public override double Cost => 2;

    public override QualityFinding Measure(QualityData data) => MedianWithError.Judge(
        QualityMeasures.Closest, data.Nearest(data.Synthetic, data.Training).Distances(),
        data.Nearest(data.Reference, data.Training).Distances(), data.Rows,
        "rows are no nearer to training rows than fresh rows are",
        "rows are nearer to training rows than fresh rows are, as copies and rows of too little spread are");
}
