namespace DualScale.Evaluation.Quality;

/// <summary>The share of real rows within the manifold of synthetic ones.</summary>
internal sealed class RecallMeasure : CoverageMeasure
{
    // Value and floor are covered by two random sets, which the binomial does not know of: real rows against real ones, 200 of
    // each, scatter by 1.03 (ten columns) to 1.24 (two) times its error.
    private const double Scatter = 1.25;

    public override QualityFinding Measure(QualityData data) => Finding(
        data, QualityMeasures.Recall, Covered(data, data.Reference, data.Synthetic), Covered(data, data.Reference, data.Fresh),
        "rows lie wherever real rows lie", "some real rows are where no synthetic ones lie", Scatter);
}
