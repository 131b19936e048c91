namespace DualScale.Tests.Formulas;

/// <summary>The losses of docs/models.md: sections 2, 5 and 6.</summary>
internal static class PlainLoss
{
    /// <summary>Mean over points and columns of (F - F*)²; F* is ε in the papers.</summary>
    public static Traced MeanSquare(Traced[][] predicted, Traced[][] target) =>
        Traced.Mean(predicted.Zip(target, (p, e) => p.Zip(e, (a, b) => (a - b) * (a - b))).SelectMany(squares => squares));

    /// <summary>-λ · mean over all ordered pairs of points of ‖ε̂_i - ε̂_j‖, a point with itself counted.</summary>
    public static Traced Diversity(Traced[][] predicted, double weight) => 0 - weight * Traced.Mean(
        from a in predicted from b in predicted select Traced.Sqrt(Traced.Sum(a.Zip(b, (p, q) => (p - q) * (p - q)))));

    /// <summary>λ·Σ|G - 1|.</summary>
    public static Traced Sparsity(Traced[] grid, double weight) =>
        weight * Traced.Sum(grid.Select(value => Traced.Abs(value - 1)));
}
