namespace DualScale.Evaluation;

/// <summary>Holm's step-down correction (1979): many tests at once, with the chance of even one false finding held.</summary>
public static class Holm
{
    /// <summary>
    /// Adjusts p-values: the k-th smallest of m is multiplied by m + 1 - k, and none may be below one before it.
    /// </summary>
    /// <param name="pValues">In [0, 1].</param>
    /// <exception cref="ArgumentException">One is outside its range.</exception>
    /// <returns>The adjusted ones in the same order, in [0, 1].</returns>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        if (pValues.Any(p => p is not (>= 0 and <= 1)))
            throw new ArgumentException("A p-value lies between 0 and 1.", nameof(pValues));
        var adjusted = new double[pValues.Count];
        var (least, left) = (0.0, pValues.Count);
        foreach (var i in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]))
            adjusted[i] = least = Math.Max(least, Math.Min(1, pValues[i] * left--));
        return adjusted;
    }
}
