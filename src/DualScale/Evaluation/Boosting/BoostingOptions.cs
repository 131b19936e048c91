namespace DualScale.Evaluation.Boosting;

/// <summary>How trees are boosted. The defaults are those of scikit-learn's histogram gradient boosting, with a little
/// L2.</summary>
/// <param name="Rounds">Trees, or trees for each class of three or more.</param>
/// <param name="LearningRate">How much of each tree counts.</param>
/// <param name="Leaves">The most leaves of a tree.</param>
/// <param name="LeastRows">The fewest rows of a leaf.</param>
/// <param name="L2">Added to the curvature of each leaf.</param>
internal sealed record BoostingOptions(
    int Rounds = 100, double LearningRate = 0.1, int Leaves = 31, int LeastRows = 20, double L2 = 1)
{
    private const int RowsOfALeaf = 20;

    /// <summary>The options for so many rows: small tables get smaller leaves, or no tree would split at all.</summary>
    public static BoostingOptions For(int rows) =>
        new(LeastRows: Math.Clamp(rows / RowsOfALeaf, 3, new BoostingOptions().LeastRows));
}
