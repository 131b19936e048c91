namespace DualScale.Evaluation.Boosting;

/// <summary>Finds where a node is parted best, by the sums of its bins.</summary>
internal sealed class SplitSearch(FeatureBins[] features, BoostingOptions options)
{
    /// <summary>Bins that a feature can have, and sums that a bin has: gradient, curvature, rows.</summary>
    public const int Bins = 256, Sums = 3;

    // Levels with fewer rows look purer than they are.
    private const double LevelSmoothing = 10;
    private const double LeastCurvature = 1e-3;

    private readonly int[] _order = new int[Bins];
    private readonly double[] _keys = new double[Bins];
    private readonly bool[] _left = new bool[Bins];

    /// <summary>The best split; one without gain where there is none.</summary>
    /// <param name="histogram">[features, 256, 3].</param>
    /// <param name="gradient">The sum over the node.</param>
    /// <param name="curvature">The sum over the node.</param>
    /// <param name="rows">Of the node.</param>
    public TreeSplit Best(ReadOnlySpan<double> histogram, double gradient, double curvature, int rows)
    {
        var best = default(TreeSplit);
        for (var feature = 0; feature < features.Length; feature++)
        {
            var bins = histogram.Slice(feature * Bins * Sums, Bins * Sums);
            var ordered = Order(features[feature], bins);
            best = Scan(feature, bins, ordered, gradient, curvature, rows, blanksLeft: false, best);
            if (features[feature].HasBlank)
                best = Scan(feature, bins, ordered, gradient, curvature, rows, blanksLeft: true, best);
        }

        return best;
    }

    // Numbers in their order, levels by their mean step (Fisher 1958: no other grouping into two is better).
    private int Order(FeatureBins feature, ReadOnlySpan<double> bins)
    {
        if (!feature.IsCategory)
        {
            for (var bin = 0; bin < feature.Count; bin++)
                _order[bin] = bin;
            return feature.Count;
        }

        var present = 0;
        for (var bin = 0; bin < feature.Count; bin++)
        {
            if (bins[bin * Sums + 2] == 0)
                continue;
            _keys[present] = bins[bin * Sums] / (bins[bin * Sums + 1] + LevelSmoothing);
            _order[present++] = bin;
        }

        Array.Sort(_keys, _order, 0, present);
        return present;
    }

    private TreeSplit Scan(
        int feature, ReadOnlySpan<double> bins, int ordered, double gradient, double curvature, int rows, bool blanksLeft,
        TreeSplit best)
    {
        var (g, h, n) = (0.0, 0.0, 0.0);
        var blank = features[feature].Count;
        if (blanksLeft)
            (g, h, n) = (bins[blank * Sums], bins[blank * Sums + 1], bins[blank * Sums + 2]);
        var (place, most, whole) = (-1, best.Gain, Score(gradient, curvature));
        var last = features[feature].HasBlank && !blanksLeft ? ordered : ordered - 1;
        for (var i = 0; i < last; i++)
        {
            var at = _order[i] * Sums;
            (g, h, n) = (g + bins[at], h + bins[at + 1], n + bins[at + 2]);
            if (n < options.LeastRows || h < LeastCurvature)
                continue;
            if (rows - n < options.LeastRows || curvature - h < LeastCurvature)
                break;
            var gain = Score(g, h) + Score(gradient - g, curvature - h) - whole;
            if (gain > most)
                (place, most) = (i, gain);
        }

        if (place < 0)
            return best;
        Array.Clear(_left);
        for (var i = 0; i <= place; i++)
            _left[_order[i]] = true;
        _left[blank] |= blanksLeft;
        return TreeSplit.Of(feature, most, _left);
    }

    private double Score(double gradient, double curvature) => gradient * gradient / (curvature + options.L2);
}
