namespace DualScale.Evaluation.Neighbours;

/// <summary>
/// Points that are asked for their Chebyshev distances max |aᵢ - bᵢ| to others. Every index finds the same distances to the last
/// bit: subtraction is rounded once and a maximum is exact.
/// </summary>
internal interface IPointIndex
{
    /// <summary>Finds the distances from each query to its nearest points.</summary>
    /// <param name="queries">Row-major [queries, columns]; best where neighbours in it are neighbours in space.</param>
    /// <param name="k">How many distances to find for each, at least 1.</param>
    /// <param name="nearest">Gets them, [queries, k] ascending; positive infinity beyond the points there are.</param>
    /// <param name="cancellation">Stops within milliseconds.</param>
    void FindNearest(ReadOnlySpan<float> queries, int k, Span<float> nearest, CancellationToken cancellation);

    /// <summary>Counts the points around each query.</summary>
    /// <param name="queries">Row-major [queries, columns].</param>
    /// <param name="radii">For each query the largest distance that counts.</param>
    /// <param name="counts">Gets the numbers of points.</param>
    /// <param name="cancellation">Stops within milliseconds.</param>
    void CountWithin(ReadOnlySpan<float> queries, ReadOnlySpan<float> radii, Span<int> counts, CancellationToken cancellation);
}
