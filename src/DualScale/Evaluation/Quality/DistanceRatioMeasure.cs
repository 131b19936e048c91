namespace DualScale.Evaluation.Quality;

/// <summary>
/// The median ratio of the distances from a synthetic row to the closest and to the second closest training row, beside that of
/// other real rows: a row made from one training row is far nearer to it than to the next. Where both are 0 it is 1.
/// </summary>
internal sealed class DistanceRatioMeasure : QualityMeasure
{
    public override QualityFinding Measure(QualityData data) => MedianWithError.Judge(
        QualityMeasures.Ratio, Ratios(data.Nearest(data.Synthetic, data.Training)),
        Ratios(data.Nearest(data.Reference, data.Training)), data.Rows,
        "rows keep no closer to one training row each than fresh rows do",
        "rows keep closer to one training row each than fresh rows do");

    private static double[] Ratios(NearestRows nearest) => [.. Enumerable.Range(0, nearest.Rows).Select(row =>
        nearest.Squared(row, 1) is > 0 and var next ? Math.Sqrt(nearest.Squared(row) / next) : 1)];
}
