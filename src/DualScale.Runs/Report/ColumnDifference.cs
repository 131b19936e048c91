using System.Globalization;
using DualScale.Tables;

namespace DualScale.Runs.Report;

/// <summary>
/// How much samples and data differ in a column or in a pair of them: half the sum of |p - q| over bins that hold equally much of
/// each of the data's columns, which is the share of the samples that would have to move.
/// </summary>
/// <param name="X">The column.</param>
/// <param name="Y">The other one; the same for one alone.</param>
/// <param name="Share">The share, in [0, 1].</param>
/// <param name="Fresh">The same of fresh data in place of the samples: what chance gives.</param>
internal readonly record struct ColumnDifference(int X, int Y, double Share, double Fresh)
{
    private const int Bins = 20;
    private const int PairBins = 8;
    private const int MostRows = 20_000;

    /// <summary>The difference in words.</summary>
    public string Note =>
        string.Create(CultureInfo.InvariantCulture, $"{Share:P1} differ (fresh data: {Fresh:P1})");

    /// <summary>All columns, the largest differences first.</summary>
    public static IReadOnlyList<ColumnDifference> OfColumns(PointSet data, PointSet samples, PointSet fresh) =>
        Of(data, samples, fresh, Bins, [.. Enumerable.Range(0, data.Columns).Select(column => (column, column))]);

    /// <summary>All pairs of columns, the largest differences first.</summary>
    public static IReadOnlyList<ColumnDifference> OfPairs(PointSet data, PointSet samples, PointSet fresh) =>
        Of(data, samples, fresh, PairBins, [.. from x in Enumerable.Range(0, data.Columns)
                                               from y in Enumerable.Range(x + 1, data.Columns - x - 1)
                                               select (x, y)]);

    private static ColumnDifference[] Of(
        PointSet data, PointSet samples, PointSet fresh, int bins, IReadOnlyList<(int X, int Y)> pairs)
    {
        data = data.Thin(MostRows);
        var edges = Enumerable.Range(0, data.Columns).Select(column => Edges(data, column, bins)).ToArray();
        var (p, q, r) = (Places(data), Places(samples), Places(fresh));
        return [.. pairs.Select(pair => (Pair: pair, Shares: Shares(p, pair))).Select(of => new ColumnDifference(
                of.Pair.X, of.Pair.Y, Distance(of.Shares, Shares(q, of.Pair)), Distance(of.Shares, Shares(r, of.Pair))))
            .OrderByDescending(difference => difference.Share).ThenBy(difference => (difference.X, difference.Y))];

        int[][] Places(PointSet points) => [.. edges.Select((at, column) => Enumerable.Range(0, points.Count)
            .Select(row => Array.BinarySearch(at, points[row][column]) is var i && i < 0 ? ~i : i).ToArray())];

        double[] Shares(int[][] places, (int X, int Y) pair)
        {
            var shares = new double[bins * bins];
            foreach (var (x, y) in places[pair.X].Zip(places[pair.Y]))
                shares[x * bins + y] += 1.0 / places[pair.X].Length;
            return shares;
        }
    }

    private static double Distance(double[] p, double[] q) => p.Zip(q, (a, b) => Math.Abs(a - b)).Sum() / 2;

    // A value up to an edge is in the bin below it; equal edges leave bins empty.
    private static float[] Edges(PointSet data, int column, int bins)
    {
        float[] sorted = [.. Enumerable.Range(0, data.Count).Select(row => data[row][column]).Order()];
        return [.. Enumerable.Range(1, bins - 1).Select(i => sorted[(int)((long)i * (sorted.Length - 1) / bins)]).Distinct()];
    }
}
