namespace DualScale.Evaluation.Boosting;

/// <summary>What boosted trees learn: where scores start, and which way they go down.</summary>
internal abstract class BoostingLoss
{
    /// <summary>How many scores a row has.</summary>
    public abstract int Outputs { get; }

    /// <summary>The best constant scores.</summary>
    public abstract double[] Start(int[] rows, double[] target);

    /// <summary>First and second derivative by the scores, [outputs, training rows].</summary>
    public abstract void Differentiate(
        int[] rows, double[] target, double[][] scores, Span<double> gradient, Span<double> curvature);
}
