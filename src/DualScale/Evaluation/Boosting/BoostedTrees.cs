namespace DualScale.Evaluation.Boosting;

/// <summary>
/// Gradient boosting of trees (Friedman 2001) over histograms. It is told a target for some rows of a table and tells a score
/// for all of them. On one thread: several run side by side.
/// </summary>
internal static class BoostedTrees
{
    // Trees of a whole fit: many classes get fewer rounds.
    private const int MostTrees = 800;

    /// <summary>Learns and scores.</summary>
    /// <param name="features">All rows, those to learn from and those to score.</param>
    /// <param name="training">The rows to learn from.</param>
    /// <param name="target">Of all rows: a number, or a class from 0.</param>
    /// <param name="loss">What is learned.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Looked at for each tree.</param>
    /// <returns>
    /// Scores, [outputs, rows]: the number itself, the log-odds of class 1, or one for each class, of which the largest wins; and
    /// by how much each feature lowered the loss, as a share of all.
    /// </returns>
    public static (double[][] Scores, double[] Gains) Fit(
        FeatureBins[] features, int[] training, double[] target, BoostingLoss loss, BoostingOptions options,
        CancellationToken cancellation)
    {
        var rows = features[0].Bins.Length;
        var start = loss.Start(training, target);
        var scores = new double[loss.Outputs][];
        for (var output = 0; output < loss.Outputs; output++)
        {
            scores[output] = new double[rows];
            Array.Fill(scores[output], start[output]);
        }

        var grower = new TreeGrower(features, training.Length, options);
        var (gradient, curvature) = (new double[loss.Outputs * training.Length], new double[loss.Outputs * training.Length]);
        var gains = new double[features.Length];
        for (var round = 0; round < Math.Min(options.Rounds, MostTrees / loss.Outputs); round++)
        {
            loss.Differentiate(training, target, scores, gradient, curvature);
            for (var output = 0; output < loss.Outputs; output++)
            {
                cancellation.ThrowIfCancellationRequested();
                var own = new System.Range(output * training.Length, (output + 1) * training.Length);
                var tree = grower.Grow(training, gradient.AsSpan(own), curvature.AsSpan(own), gains);
                for (var row = 0; row < rows; row++)
                    scores[output][row] += tree.Value(features, row);
            }
        }

        var all = gains.Sum();
        return (scores, all > 0 ? [.. gains.Select(gain => gain / all)] : gains);
    }
}
