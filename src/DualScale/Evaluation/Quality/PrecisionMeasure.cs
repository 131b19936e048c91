namespace DualScale.Evaluation.Quality;

/// <summary>The share of synthetic rows within the manifold of real ones.</summary>
internal sealed class PrecisionMeasure : CoverageMeasure
{
    public override QualityFinding Measure(QualityData data) => Finding(
        data, QualityMeasures.Precision, Covered(data, data.Synthetic, data.Reference), Covered(data, data.Fresh, data.Reference),
        "rows lie where real rows lie", "some rows lie where no real rows are");
}
