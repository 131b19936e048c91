namespace DualScale.Evaluation.Quality;

/// <summary>How well boosted trees tell synthetic from real rows.</summary>
internal sealed class ClassifierMeasure : QualityMeasure
{
    /// <summary>What it says where nothing is told apart.</summary>
    public const string Alike = "boosted trees do not tell the rows from real ones";

    private static readonly (double Least, string Words)[] Grades =
    [
        (0.95, "nearly always"), (0.8, "mostly"), (0.65, "often"), (0.55, "sometimes"), (0, "hardly"),
    ];

    public override double Cost => 12;

    // Copies on either side of a fold lead trees astray, whatever the floor is: that one is above 1/2 by chance half the time.
    public override QualityFinding Measure(QualityData data)
    {
        var (area, floor) = (data.Classifier[0].Area, data.Classifier[1].Area);
        var grade = Grades.FirstOrDefault(grade => area.Area >= grade.Least).Words;
        (QualityVerdict, string Words) copied = (QualityVerdict.Copied, "boosted trees take rows for their copies on the other side");
        var finding = QualityFinding.Judge(
            QualityMeasures.Classifier, area.Area, area.Error, floor.Area, floor.Error, data.Rows,
            Alike,
            above: (QualityVerdict.Apart, $"boosted trees {grade} tell the rows from real ones"),
            below: copied);
        return finding.Verdict != QualityVerdict.Copied || area.Area + QualityFinding.Reach * area.Error < 0.5 ? finding
            : finding with { Verdict = QualityVerdict.Unclear, Words = QualityFinding.Say([copied.Words]), Doubt = copied };
    }
}
