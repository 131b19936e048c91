namespace DualScale.Evaluation;

/// <summary>The values below which a quarter, a half and three quarters of some numbers lie.</summary>
/// <param name="Lower">The lower quartile.</param>
/// <param name="Median">The median.</param>
/// <param name="Upper">The upper quartile.</param>
public readonly record struct Quartiles(double Lower, double Median, double Upper)
{
    /// <summary>The quartiles of numbers, with straight lines between neighbours.</summary>
    /// <param name="values">At least one, in any order.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static Quartiles Of(IReadOnlyList<float> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
            throw new ArgumentException("Quartiles need at least one value.", nameof(values));
        float[] sorted = [.. values.Order()];
        return new Quartiles(
            Quantiles.Of<float>(sorted, 0.25), Quantiles.Of<float>(sorted, 0.5), Quantiles.Of<float>(sorted, 0.75));
    }
}
