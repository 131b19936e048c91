namespace DualScale.Evaluation.Quality;

/// <summary>A median and its standard error, half of what lies between the ranks n/2 ± √n/2.</summary>
internal readonly record struct MedianWithError(double Median, double Error)
{
    /// <summary>
    /// A finding that synthetic rows are copies: where their median is below that of other real rows, and they are so by ranks
    /// too. Where many distances are the same, as in tables of few levels, a median may have no error and yet be chance.
    /// </summary>
    public static QualityFinding Judge(string measure, double[] synthetic, double[] real, int rows, string alike, string copied)
    {
        var (value, floor, ranks) = (Of(synthetic), Of(real), RocArea.Of(synthetic, real));
        var finding = Finding((QualityVerdict.Copied, copied));
        return finding.Verdict == QualityVerdict.Copied && ranks.Area >= 0.5 - QualityFinding.Reach * ranks.Error
            ? Finding(null) : finding;

        QualityFinding Finding((QualityVerdict, string)? below) => QualityFinding.Judge(
            measure, value.Median, value.Error, floor.Median, floor.Error, rows, alike, below: below);
    }

    public static MedianWithError Of(double[] values)
    {
        double[] sorted = [.. values.Order()];
        var reach = Math.Min(0.5, 0.5 / Math.Sqrt(sorted.Length));
        return new MedianWithError(
            Quantiles.Of<double>(sorted, 0.5),
            (Quantiles.Of<double>(sorted, 0.5 + reach) - Quantiles.Of<double>(sorted, 0.5 - reach)) / 2);
    }
}
