namespace DualScale.Evaluation.Quality;

/// <summary>How well boosted trees tell synthetic from real rows.</summary>
internal sealed class ClassifierMeasure : QualityMeasure
{
    private static readonly (double Least, string Words)[] Grades =
    [
        (0.95, "nearly always"), (0.8, "mostly"), (0.65, "often"), (0.55, "sometimes"), (0, "hardly"),
    ];

    public override double Cost => 12;

    public override QualityFinding Measure(QualityData data)
    {
        var (area, floor) = (data.Classifier[0].Area, data.Classifier[1].Area);
        var score = QualityFinding.Score(area.Area, area.Error, floor.Area, floor.Error);
        var verdict = score > QualityFinding.Reach ? QualityVerdict.Apart
            : score < -QualityFinding.Reach ? QualityVerdict.Copied : QualityVerdict.Alike;
        return new QualityFinding(
            QualityMeasures.Classifier, area.Area, area.Error, floor.Area, floor.Error, data.Rows, verdict, verdict switch
            {
                QualityVerdict.Alike => "boosted trees do not tell the rows from real ones",
                QualityVerdict.Copied => "boosted trees take rows for their copies on the other side",
                _ => $"boosted trees {Grades.First(grade => area.Area >= grade.Least).Words} tell the rows from real ones",
            });
    }
}
