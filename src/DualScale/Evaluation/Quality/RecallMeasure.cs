namespace DualScale.Evaluation.Quality;

/// <summary>The share of real rows within the manifold of synthetic ones.</summary>
internal sealed class RecallMeasure : CoverageMeasure
{
    public override QualityFinding Measure(QualityData data) => Finding(
        data, QualityMeasures.Recall, Covered(data, data.Reference, data.Synthetic), Covered(data, data.Reference, data.Fresh),
        "rows lie wherever real rows lie", "some real rows are where no synthetic ones lie");
}
