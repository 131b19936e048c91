using System.Numerics;

namespace DualScale;

/// <summary>Quantiles of numbers in order, with straight lines between neighbours.</summary>
internal static class Quantiles
{
    /// <summary>The number below which a share of the others lies.</summary>
    /// <param name="sorted">At least one, ascending.</param>
    /// <param name="share">The share, in [0, 1].</param>
    public static double Of<T>(ReadOnlySpan<T> sorted, double share) where T : INumber<T>
    {
        var place = share * (sorted.Length - 1);
        var low = (int)place;
        var step = sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low];
        return double.CreateTruncating(sorted[low]) + (place - low) * double.CreateTruncating(step);
    }
}
