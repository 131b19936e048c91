namespace DualScale.Evaluation.Boosting;

/// <summary>
/// Grows trees leaf by leaf, the most useful split first, over histograms of the features' bins (Ke et al., LightGBM, 2017). Of
/// two children the histogram of the smaller is counted and that of the larger is what is left.
/// </summary>
internal sealed class TreeGrower
{
    private const double LeastGain = 1e-9;

    private readonly FeatureBins[] _features;
    private readonly BoostingOptions _options;
    private readonly SplitSearch _search;
    private readonly int[] _rows;
    private readonly int[] _right;
    private readonly double[] _allGradients;
    private readonly double[] _allCurvatures;
    private readonly double[] _gradients;
    private readonly double[] _curvatures;
    private readonly Stack<double[]> _spare = [];

    /// <summary>A grower for trees over at most so many rows.</summary>
    public TreeGrower(FeatureBins[] features, int rows, BoostingOptions options)
    {
        (_features, _options, _search) = (features, options, new SplitSearch(features, options));
        (_allGradients, _allCurvatures) = (new double[features[0].Bins.Length], new double[features[0].Bins.Length]);
        (_rows, _right, _gradients, _curvatures) = (new int[rows], new int[rows], new double[rows], new double[rows]);
    }

    /// <summary>Grows a tree that follows the gradient down.</summary>
    /// <param name="rows">The rows to learn from.</param>
    /// <param name="gradient">For each of them.</param>
    /// <param name="curvature">For each of them.</param>
    /// <param name="gains">Gets the gain of each split added at its feature.</param>
    public RegressionTree Grow(
        ReadOnlySpan<int> rows, ReadOnlySpan<double> gradient, ReadOnlySpan<double> curvature, Span<double> gains)
    {
        rows.CopyTo(_rows);
        var (g, h) = (_allGradients, _allCurvatures);
        for (var i = 0; i < rows.Length; i++)
            (g[rows[i]], h[rows[i]]) = (gradient[i], curvature[i]);
        var tree = new RegressionTree();
        var leaves = new List<Leaf> { Open(0, 0, rows.Length, Count(0, rows.Length, g, h)) };
        while (leaves.Count < _options.Leaves)
        {
            var leaf = leaves.MaxBy(candidate => candidate.Split.Gain)!;
            if (!(leaf.Split.Gain > LeastGain))
                break;
            leaves.Remove(leaf);
            gains[leaf.Split.Feature] += leaf.Split.Gain;
            var (left, right) = tree.Split(leaf.Node, leaf.Split);
            var count = Part(leaf);
            var isLeftSmaller = 2 * count <= leaf.Count;
            var (first, size) = isLeftSmaller ? (leaf.First, count) : (leaf.First + count, leaf.Count - count);
            var small = Count(first, size, g, h);
            var large = leaf.Histogram;
            for (var i = 0; i < large.Length; i++)
                large[i] -= small[i];
            leaves.Add(Open(left, leaf.First, count, isLeftSmaller ? small : large));
            leaves.Add(Open(right, leaf.First + count, leaf.Count - count, isLeftSmaller ? large : small));
        }

        foreach (var leaf in leaves)
        {
            tree.SetValue(leaf.Node, -_options.LearningRate * leaf.Gradient / (leaf.Curvature + _options.L2));
            _spare.Push(leaf.Histogram);
        }

        return tree;
    }

    private Leaf Open(int node, int first, int count, double[] histogram)
    {
        var (g, h) = (0.0, 0.0);
        for (var bin = 0; bin < SplitSearch.Bins; bin++)
            (g, h) = (g + histogram[bin * SplitSearch.Sums], h + histogram[bin * SplitSearch.Sums + 1]);
        return new Leaf(node, first, count, histogram, g, h, _search.Best(histogram, g, h, count));
    }

    private double[] Count(int first, int count, double[] gradient, double[] curvature)
    {
        if (!_spare.TryPop(out var histogram))
            histogram = new double[_features.Length * SplitSearch.Bins * SplitSearch.Sums];
        Array.Clear(histogram);
        var rows = _rows.AsSpan(first, count);
        for (var i = 0; i < count; i++)
            (_gradients[i], _curvatures[i]) = (gradient[rows[i]], curvature[rows[i]]);
        for (var feature = 0; feature < _features.Length; feature++)
        {
            var bins = _features[feature].Bins;
            var sums = histogram.AsSpan(feature * SplitSearch.Bins * SplitSearch.Sums, SplitSearch.Bins * SplitSearch.Sums);
            for (var i = 0; i < rows.Length; i++)
            {
                var at = bins[rows[i]] * SplitSearch.Sums;
                sums[at] += _gradients[i];
                sums[at + 1] += _curvatures[i];
                sums[at + 2]++;
            }
        }

        return histogram;
    }

    // Keeps the order on both sides; returns how many go left.
    private int Part(Leaf leaf)
    {
        var rows = _rows.AsSpan(leaf.First, leaf.Count);
        var bins = _features[leaf.Split.Feature].Bins;
        var (left, right) = (0, 0);
        foreach (var row in rows)
        {
            if (leaf.Split.GoesLeft(bins[row]))
                rows[left++] = row;
            else
                _right[right++] = row;
        }

        _right.AsSpan(0, right).CopyTo(rows[left..]);
        return left;
    }

    private sealed record Leaf(
        int Node, int First, int Count, double[] Histogram, double Gradient, double Curvature, TreeSplit Split);
}
