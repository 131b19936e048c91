namespace DualScale.Evaluation.Boosting;

/// <summary>The logarithmic loss of several classes, a score for each.</summary>
internal sealed class SoftmaxLoss(int classes) : BoostingLoss
{
    public override int Outputs => classes;

    public override double[] Start(int[] rows, double[] target)
    {
        var counts = new double[classes];
        foreach (var row in rows)
            counts[(int)target[row]]++;
        return [.. counts.Select(count => Math.Log((count + 0.5) / (rows.Length + 0.5 * classes)))];
    }

    public override void Differentiate(
        int[] rows, double[] target, double[][] scores, Span<double> gradient, Span<double> curvature)
    {
        Span<double> shares = stackalloc double[classes];
        for (var i = 0; i < rows.Length; i++)
        {
            var (most, sum) = (double.NegativeInfinity, 0.0);
            for (var c = 0; c < classes; c++)
                most = Math.Max(most, scores[c][rows[i]]);
            for (var c = 0; c < classes; c++)
                sum += shares[c] = Math.Exp(scores[c][rows[i]] - most);
            for (var c = 0; c < classes; c++)
            {
                var p = shares[c] / sum;
                gradient[c * rows.Length + i] = p - (target[rows[i]] == c ? 1 : 0);
                curvature[c * rows.Length + i] = p * (1 - p);
            }
        }
    }
}
