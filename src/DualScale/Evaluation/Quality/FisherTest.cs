using MathNet.Numerics;

namespace DualScale.Evaluation.Quality;

/// <summary>Fisher's exact test of two shares (1922), one-sided.</summary>
internal static class FisherTest
{
    private const double Negligible = 1e-17;

    /// <summary>
    /// How likely the first of two groups is to have that many hits or more, if the hits of both were dealt to their members by
    /// chance: the upper tail of the hypergeometric distribution.
    /// </summary>
    /// <param name="hits">In the first group.</param>
    /// <param name="size">Of the first group.</param>
    /// <param name="otherHits">In the second group.</param>
    /// <param name="otherSize">Of the second group.</param>
    public static double AtLeast(int hits, int size, int otherHits, int otherSize)
    {
        var (all, allHits) = ((double)size + otherSize, (double)hits + otherHits);
        var (sum, mean, whole) = (0.0, size * allHits / all, LogChoose(all, size));
        for (double count = hits; count <= Math.Min(size, allHits); count++)
        {
            var term = size - count > all - allHits ? 0
                : Math.Exp(LogChoose(allHits, count) + LogChoose(all - allHits, size - count) - whole);
            sum += term;
            if (count > mean && term <= Negligible * sum)
                break;
        }

        return Math.Min(1, sum);
    }

    private static double LogChoose(double n, double k) =>
        SpecialFunctions.GammaLn(n + 1) - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(n - k + 1);
}
