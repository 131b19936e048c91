namespace DualScale.Evaluation.Quality;

/// <summary>A median and its standard error, half of what lies between the ranks n/2 ± √n/2.</summary>
internal readonly record struct MedianWithError(double Median, double Error)
{
    public static MedianWithError Of(double[] values)
    {
        double[] sorted = [.. values.Order()];
        var reach = Math.Min(0.5, 0.5 / Math.Sqrt(sorted.Length));
        return new MedianWithError(
            Quantiles.Of<double>(sorted, 0.5),
            (Quantiles.Of<double>(sorted, 0.5 + reach) - Quantiles.Of<double>(sorted, 0.5 - reach)) / 2);
    }
}
