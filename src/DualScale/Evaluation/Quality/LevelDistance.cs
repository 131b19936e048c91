using MathNet.Numerics.Distributions;

namespace DualScale.Evaluation.Quality;

/// <summary>Distances between the frequencies of levels in two groups.</summary>
internal static class LevelDistance
{
    private const int FewestTogether = 10;

    /// <summary>½ Σ |p - q|.</summary>
    public static double TotalVariation(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        var (n, m, sum) = ((double)Sum(first), (double)Sum(second), 0.0);
        for (var level = 0; level < first.Length; level++)
            sum += Math.Abs(first[level] / n - second[level] / m);
        return sum / 2;
    }

    /// <summary>How many levels one group has and another has not.</summary>
    public static int OwnLevels(ReadOnlySpan<int> group, ReadOnlySpan<int> other)
    {
        var own = 0;
        for (var level = 0; level < group.Length; level++)
            own += group[level] > 0 && other[level] == 0 ? 1 : 0;
        return own;
    }

    /// <summary>
    /// How likely so many levels of a group's own are where halves of real rows have some: of all of them, by the binomial
    /// distribution, as many as these or more.
    /// </summary>
    public static double OwnLevelsPValue(int own, double ofHalves) =>
        own == 0 ? 1 : 1 - Binomial.CDF(0.5, own + (int)Math.Ceiling(ofHalves), own - 1);

    /// <summary>
    /// How likely two groups of one law are so far apart: χ², levels of fewer than ten rows together, which hides whose they are;
    /// so where the second group has levels of its own, the less likely of both, twice.
    /// </summary>
    public static double PValue(ReadOnlySpan<int> first, ReadOnlySpan<int> second, double ownLevels)
    {
        var pValue = ChiSquaredPValue(first, second);
        return ownLevels < 1 ? Math.Min(1, 2 * Math.Min(pValue, ownLevels)) : pValue;
    }

    private static double ChiSquaredPValue(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        var (n, m) = ((double)Sum(first), (double)Sum(second));
        var (statistic, cells, rareFirst, rareSecond) = (0.0, 0, 0, 0);
        for (var level = 0; level < first.Length; level++)
        {
            if (first[level] + second[level] < FewestTogether)
                (rareFirst, rareSecond) = (rareFirst + first[level], rareSecond + second[level]);
            else
                Add(first[level], second[level], ref statistic);
        }

        if (rareFirst + rareSecond > 0)
            Add(rareFirst, rareSecond, ref statistic);
        return cells < 2 ? 1 : 1 - ChiSquared.CDF(cells - 1, statistic);

        void Add(int a, int b, ref double sum)
        {
            cells++;
            var difference = a * Math.Sqrt(m / n) - b * Math.Sqrt(n / m);
            sum += difference * difference / (a + b);
        }
    }

    /// <summary>How often each level occurs.</summary>
    public static int[] Counts(ReadOnlySpan<int> codes, int levels)
    {
        var counts = new int[levels];
        foreach (var code in codes)
            counts[code]++;
        return counts;
    }

    private static int Sum(ReadOnlySpan<int> counts)
    {
        var sum = 0;
        foreach (var count in counts)
            sum += count;
        return sum;
    }
}
