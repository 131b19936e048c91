namespace DualScale.Evaluation.Boosting;

/// <summary>The logarithmic loss of two classes; the score is the log-odds of class 1.</summary>
internal sealed class LogisticLoss : BoostingLoss
{
    public override int Outputs => 1;

    public override double[] Start(int[] rows, double[] target)
    {
        // As if there were half a row more of each class: one alone has no odds.
        var ones = rows.Sum(row => target[row]);
        return [Math.Log((ones + 0.5) / (rows.Length - ones + 0.5))];
    }

    public override void Differentiate(
        int[] rows, double[] target, double[][] scores, Span<double> gradient, Span<double> curvature)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var p = 1 / (1 + Math.Exp(-scores[0][rows[i]]));
            (gradient[i], curvature[i]) = (p - target[rows[i]], p * (1 - p));
        }
    }
}
