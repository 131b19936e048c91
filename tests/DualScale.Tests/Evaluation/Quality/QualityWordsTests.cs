using DualScale.Evaluation.Quality;

namespace DualScale.Tests.Evaluation.Quality;

/// <summary>What all findings say together.</summary>
public sealed class QualityWordsTests
{
    [Fact]
    public void Verdict_says_of_too_few_rows_that_they_are_too_few()
    {
        var quality = TableQuality.Compare(
            MadeTable.Normals(1200, 2, 1), MadeTable.Normals(600, 2, 2), MadeTable.Normals(1200, 2, 3));
        Assert.StartsWith("Quality: no measure tells", quality.Words[0]);
        var (unclear, sure) = (Words(0.028, 0.029, 200), Words(0.008, 0.008, 4000));
        Assert.Equal(
            "Quality: too few rows to say whether boosted trees tell the rows apart (AUC 0.632 ± 0.028, real rows among themselves 0.536 ± 0.029).",
            unclear[0]);
        Assert.StartsWith("Quality: boosted trees tell the rows apart (AUC 0.632 ± 0.008", sure[0]);
        Assert.Equal(quality.Words[1], unclear[1]);

        // What may be copying is no want of quality.
        var near = Words(0.019, 0.019, 445, value: 0.431, floor: 0.467);
        Assert.StartsWith("Quality: no measure tells the synthetic rows from real ones (AUC 0.431", near[0]);
        Assert.Contains("too few rows to say whether boosted trees take rows for copies", near[1]);

        IReadOnlyList<string> Words(double error, double floorError, int rows, double value = 0.632, double floor = 0.536)
        {
            var finding = QualityFinding.Judge(
                QualityMeasures.Classifier, value, error, floor, floorError, rows, "alike",
                above: (QualityVerdict.Apart, "boosted trees tell the rows apart"),
                below: (QualityVerdict.Copied, "boosted trees take rows for copies"));
            return QualityWords.Of(quality with
            {
                Findings = [.. quality.Findings.Select(one => one.Measure == finding.Measure ? finding : one)],
            });
        }
    }
}
