namespace DualScale.Evaluation.Quality;

/// <summary>
/// How well it can be told by the distance to the closest synthetic row whether a real row was trained on: the area under the
/// curve of an attacker who takes the near ones for training rows (Hilprecht, Härterich, Bernau 2019; Chen et al. 2020).
/// </summary>
internal sealed class MembershipMeasure : QualityMeasure
{
    public override double Cost => 2;

    public override QualityFinding? Measure(QualityData data)
    {
        if (!data.HasHeldOut)
            return null;
        var area = RocArea.Of(Nearness(data.Training), Nearness(data.Reference));
        return QualityFinding.Judge(
            QualityMeasures.Membership, area.Area, area.Error, 0.5, 0, data.Rows,
            "distances to the rows do not tell which real rows were trained on",
            above: (QualityVerdict.Copied, "distances to the rows tell which real rows were trained on"));

        double[] Nearness(RowSet rows) => Array.ConvertAll(data.Nearest(rows, data.Synthetic).Distances(), distance => -distance);
    }
}
