using MathNet.Numerics.Distributions;

namespace DualScale.Evaluation;

/// <summary>Student's t-test of paired differences: is their mean 0?</summary>
/// <param name="Count">Pairs.</param>
/// <param name="Mean">The mean difference.</param>
/// <param name="Deviation">The sample standard deviation of the differences; NaN for one pair.</param>
/// <param name="T">mean / (deviation / √n), on n - 1 degrees of freedom.</param>
/// <param name="PValue">Two-sided, in [0, 1]; NaN for one pair.</param>
/// <param name="Low">The lower end of the confidence interval of the mean.</param>
/// <param name="High">Its upper end.</param>
public readonly record struct PairedTest(
    int Count, double Mean, double Deviation, double T, double PValue, double Low, double High)
{
    /// <summary>Tests differences.</summary>
    /// <param name="differences">At least one; from one alone there is a mean and no interval.</param>
    /// <param name="confidence">Of the interval, in (0, 1). Default 0.95.</param>
    /// <exception cref="ArgumentException">There are no differences.</exception>
    public static PairedTest Of(IReadOnlyList<double> differences, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(differences);
        var count = differences.Count;
        if (count == 0)
            throw new ArgumentException("A test needs at least one difference.", nameof(differences));
        var mean = differences.Average();
        if (count == 1)
            return new PairedTest(1, mean, double.NaN, double.NaN, double.NaN, double.NegativeInfinity, double.PositiveInfinity);
        var deviation = Math.Sqrt(differences.Sum(difference => Math.Pow(difference - mean, 2)) / (count - 1));
        var error = deviation / Math.Sqrt(count);
        var t = mean == 0 ? 0 : mean / error;
        var p = double.IsInfinity(t) ? 0 : 2 * StudentT.CDF(0, 1, count - 1, -Math.Abs(t));
        var reach = error * StudentT.InvCDF(0, 1, count - 1, (1 + confidence) / 2);
        return new PairedTest(count, mean, deviation, t, p, mean - reach, mean + reach);
    }
}
