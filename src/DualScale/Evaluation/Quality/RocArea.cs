namespace DualScale.Evaluation.Quality;

/// <summary>
/// The area under the curve of true against false positives: the share of pairs in which the positive one scores higher, ties
/// half; its standard error after DeLong, DeLong and Clarke-Pearson (1988).
/// </summary>
/// <param name="Area">In [0, 1]; 0.5 where the scores say nothing.</param>
/// <param name="Error">Its standard error.</param>
internal readonly record struct RocArea(double Area, double Error)
{
    /// <summary>Measures scores.</summary>
    /// <param name="positives">At least two.</param>
    /// <param name="negatives">At least two.</param>
    public static RocArea Of(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives)
    {
        var (m, n) = (positives.Length, negatives.Length);
        double[] all = [.. positives, .. negatives];
        var (together, ofPositives, ofNegatives) = (Ranks.Of(all), Ranks.Of([.. positives]), Ranks.Of([.. negatives]));
        var (above, below) = (new double[m], new double[n]);
        for (var i = 0; i < m; i++)
            above[i] = (together[i] - ofPositives[i]) / n;
        for (var j = 0; j < n; j++)
            below[j] = 1 - (together[m + j] - ofNegatives[j]) / m;
        return new RocArea(above.Average(), Math.Sqrt(Variance(above) / m + Variance(below) / n));
    }

    /// <summary>The mean of areas of separate rows.</summary>
    public static RocArea Mean(IReadOnlyList<RocArea> areas) => new(
        areas.Average(area => area.Area), Math.Sqrt(areas.Sum(area => area.Error * area.Error)) / areas.Count);

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }
}
