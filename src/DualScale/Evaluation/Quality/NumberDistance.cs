namespace DualScale.Evaluation.Quality;

/// <summary>Distances between the distributions of two groups of numbers that are sorted together; blanks come first.</summary>
/// <param name="Smirnov">max |F - G|.</param>
/// <param name="Wasserstein">∫ |F - G| dx over what is not blank.</param>
internal readonly record struct NumberDistance(double Smirnov, double Wasserstein)
{
    /// <summary>Measures two groups.</summary>
    /// <param name="sorted">All numbers ascending, NaN first.</param>
    /// <param name="isFirst">Whether each is of the first group.</param>
    public static NumberDistance Of(ReadOnlySpan<double> sorted, ReadOnlySpan<bool> isFirst)
    {
        var firsts = isFirst.Count(true);
        var (sizeA, sizeB) = ((double)firsts, (double)(isFirst.Length - firsts));
        var (a, b, blankA, blankB) = (0, 0, 0, 0);
        var (smirnov, wasserstein) = (0.0, 0.0);
        for (int i = 0, next; i < sorted.Length; i = next)
        {
            for (next = i; next < sorted.Length && sorted[next].Equals(sorted[i]); next++)
                (a, b) = isFirst[next] ? (a + 1, b) : (a, b + 1);
            smirnov = Math.Max(smirnov, Math.Abs(a / sizeA - b / sizeB));
            if (double.IsNaN(sorted[i]))
                (blankA, blankB) = (a, b);
            else if (next < sorted.Length && sizeA > blankA && sizeB > blankB)
            {
                wasserstein += (sorted[next] - sorted[i]) *
                    Math.Abs((a - blankA) / (sizeA - blankA) - (b - blankB) / (sizeB - blankB));
            }
        }

        return new NumberDistance(smirnov, sizeA > blankA && sizeB > blankB ? wasserstein : double.NaN);
    }

    /// <summary>
    /// How likely two groups of one law are so far apart: Kolmogorov's distribution with Stephens' correction for the size.
    /// </summary>
    public static double PValue(double smirnov, int first, int second)
    {
        var root = Math.Sqrt((double)first * second / (first + second));
        var reach = (root + 0.12 + 0.11 / root) * smirnov;
        if (reach < 0.2)
            return 1;
        var (sum, sign) = (0.0, 1.0);
        for (var j = 1; j <= 100; j++, sign = -sign)
            sum += sign * Math.Exp(-2 * j * j * reach * reach);
        return Math.Clamp(2 * sum, 0, 1);
    }
}
