namespace DualScale.Evaluation.Boosting;

/// <summary>Half the squared error of a number.</summary>
internal sealed class SquaredLoss : BoostingLoss
{
    public override int Outputs => 1;

    public override double[] Start(int[] rows, double[] target) => [rows.Average(row => target[row])];

    public override void Differentiate(
        int[] rows, double[] target, double[][] scores, Span<double> gradient, Span<double> curvature)
    {
        for (var i = 0; i < rows.Length; i++)
            (gradient[i], curvature[i]) = (scores[0][rows[i]] - target[rows[i]], 1);
    }
}
