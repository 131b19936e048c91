using System.Globalization;
using MathNet.Numerics.Distributions;

namespace DualScale.Diffusion;

/// <summary>ln σ normal (Karras et al. 2022, table 1), cut off at the bounds.</summary>
public sealed record LogNormalDensity : LevelDensity
{
    /// <summary>Creates the density.</summary>
    /// <param name="mean">The mean of ln σ, finite. Default -1.2, as in the paper.</param>
    /// <param name="deviation">The standard deviation of ln σ, above 0. Default 1.2, as in the paper.</param>
    /// <exception cref="InvalidInputException">A number is outside its range.</exception>
    public LogNormalDensity(double mean = -1.2, double deviation = 1.2)
    {
        if (!double.IsFinite(mean) || !(deviation > 0 && double.IsFinite(deviation)))
        {
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                $"diffusion.density-mean is {mean} and density-deviation {deviation}; give a number and one above 0."));
        }

        (Mean, Deviation) = (mean, deviation);
    }

    /// <summary>The mean of ln σ.</summary>
    public double Mean { get; }

    /// <summary>The standard deviation of ln σ.</summary>
    public double Deviation { get; }

    /// <inheritdoc/>
    public override double Quantile(double share, double least, double most)
    {
        // Where all levels are in the upper tail, whose shares are next to 1, the mirrored lower one says more.
        var (from, to) = ((Math.Log(least) - Mean) / Deviation, (Math.Log(most) - Mean) / Deviation);
        var z = from <= 0 ? Between(from, to, share) : -Between(-to, -from, 1 - share);
        return Math.Clamp(Math.Exp(Mean + Deviation * z), least, most);
    }

    private static double Between(double from, double to, double share)
    {
        var (low, high) = (Normal.CDF(0, 1, from), Normal.CDF(0, 1, to));
        return high > 0 ? Normal.InvCDF(0, 1, low + share * (high - low)) : to;
    }
}
