namespace DualScale.Evaluation.Boosting;

/// <summary>
/// The rows of a table by features of at most 255 bins each: quantiles of a number, levels of a category. A blank number has a
/// bin of its own behind the others.
/// </summary>
internal sealed class FeatureBins
{
    private const int MostBins = 255;

    private FeatureBins(byte[] bins, int count, bool isCategory, bool hasBlank) =>
        (Bins, Count, IsCategory, HasBlank) = (bins, count, isCategory, hasBlank);

    /// <summary>A bin a row.</summary>
    public byte[] Bins { get; }

    /// <summary>How many bins there are, without that of blanks.</summary>
    public int Count { get; }

    /// <summary>Whether the order of the bins means nothing.</summary>
    public bool IsCategory { get; }

    /// <summary>Whether there is a bin of blanks, number <see cref="Count"/>.</summary>
    public bool HasBlank { get; }

    /// <summary>Numbers, NaN for a blank.</summary>
    public static FeatureBins OfNumbers(double[] values)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        var edges = Edges(sorted);
        var hasBlank = sorted.Length < values.Length;
        var bins = new byte[values.Length];
        for (var row = 0; row < bins.Length; row++)
            bins[row] = (byte)(double.IsNaN(values[row]) ? edges.Length + 1 : Below(edges, values[row]));
        return new FeatureBins(bins, edges.Length + 1, false, hasBlank);
    }

    /// <summary>Codes from 0; beyond the most frequent ones they share a bin.</summary>
    public static FeatureBins OfCodes(int[] codes, int levels)
    {
        if (levels <= MostBins)
            return new FeatureBins([.. codes.Select(code => (byte)code)], levels, true, false);
        var counts = new int[levels];
        foreach (var code in codes)
            counts[code]++;
        var places = new byte[levels];
        Array.Fill(places, (byte)(MostBins - 1));
        foreach (var (place, level) in Enumerable.Range(0, levels).OrderByDescending(level => counts[level])
            .Take(MostBins - 1).Index())
            places[level] = (byte)place;
        return new FeatureBins([.. codes.Select(code => places[code])], MostBins, true, false);
    }

    // Between neighbouring distinct values: all of them where they are few, else those at equal shares.
    private static double[] Edges(double[] sorted)
    {
        var edges = new List<double>();
        var distinct = sorted.Length == 0 ? 0 : 1 + sorted.Zip(sorted.Skip(1)).Count(pair => pair.First != pair.Second);
        if (distinct <= MostBins - 1)
        {
            for (var i = 1; i < sorted.Length; i++)
            {
                if (sorted[i] != sorted[i - 1])
                    edges.Add(Between(sorted[i - 1], sorted[i]));
            }

            return [.. edges];
        }

        for (var bin = 1; bin < MostBins - 1; bin++)
        {
            var place = (int)((long)bin * sorted.Length / (MostBins - 1));
            var edge = Between(sorted[place - 1], sorted[place]);
            if (edges.Count == 0 || edge > edges[^1])
                edges.Add(edge);
        }

        return [.. edges];
    }

    // At most the upper one, so that equal values lie above their own edge.
    private static double Between(double low, double high) =>
        low + (high - low) / 2 is var middle && middle > low ? middle : high;

    private static int Below(double[] edges, double value)
    {
        var (low, high) = (0, edges.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (value < edges[middle])
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
