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
        QualityData data, string measure, double value, double floor, string alike, string apart, double scatter = 1)
    {
        // Less is apart; more is a narrower law, which the other one of the two shows.
        return QualityFinding.Judge(
            measure, value, Error(value), floor, Error(floor), data.Rows, alike, below: (QualityVerdict.Apart, apart));

        double Error(double share) => scatter * Math.Sqrt(share * (1 - share) / data.Rows);
    }
}
