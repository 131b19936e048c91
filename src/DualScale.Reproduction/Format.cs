using System.Globalization;

namespace DualScale.Reproduction;

/// <summary>Numbers as tables show them.</summary>
internal static class Format
{
    public const string Nothing = "–";

    public static string Number(double value, int digits = 3) =>
        double.IsFinite(value) ? value.ToString($"F{digits}", CultureInfo.InvariantCulture) : Nothing;

    /// <summary>A number that may be tiny, to three digits.</summary>
    public static string Small(double value) =>
        double.IsFinite(value) ? value.ToString("0.00e0", CultureInfo.InvariantCulture) : Nothing;

    public static string Signed(double value) =>
        double.IsFinite(value) ? value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture) : Nothing;

    public static string Percent(double share) =>
        double.IsFinite(share) ? (100 * share).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %" : Nothing;

    /// <summary>Mean ± sample standard deviation; the mean alone of one value.</summary>
    public static string Mean(IReadOnlyList<double> values, int digits = 3) => values.Count switch
    {
        0 => Nothing,
        1 => Number(values[0], digits),
        _ => $"{Number(values.Average(), digits)} ± {Number(MeanAndDeviation(values).Deviation, digits)}",
    };

    /// <summary>NaN for what there are too few values for.</summary>
    public static (double Mean, double Deviation) MeanAndDeviation(IReadOnlyList<double> values)
    {
        var mean = values.Count == 0 ? double.NaN : values.Average();
        return (mean, values.Count < 2 ? double.NaN : Math.Sqrt(
            values.Sum(value => Math.Pow(value - mean, 2)) / (values.Count - 1)));
    }
}
