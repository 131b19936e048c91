namespace DualScale.Evaluation.Quality;

/// <summary>
/// The share of rows that lie within the manifold of others: no farther from one of them than its third neighbour is
/// (Kynkäänniemi et al. 2019, equations 1 and 2, with k = 3).
/// </summary>
internal abstract class CoverageMeasure : QualityMeasure
{
    public override double Cost => 3;

    protected static double Covered(QualityData data, RowSet rows, RowSet by) => MixedSearch.Covered(
        data.Points(rows), data.Points(by), data.Nearest(by, by).Reach(QualityData.Neighbours - 1), data.Work);

    protected static QualityFinding Finding(
        QualityData data, string measure, double value, double floor, string alike, string apart)
    {
        // Less is apart; more is a narrower law, which the other one of the two shows.
        var (error, floorError) = (Error(value), Error(floor));
        var isApart = QualityFinding.Score(value, error, floor, floorError) < -QualityFinding.Reach;
        return new QualityFinding(
            measure, value, error, floor, floorError, data.Rows, isApart ? QualityVerdict.Apart : QualityVerdict.Alike,
            isApart ? apart : alike);

        double Error(double share) => Math.Sqrt(share * (1 - share) / data.Rows);
    }
}
