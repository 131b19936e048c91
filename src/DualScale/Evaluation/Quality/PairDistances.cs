using MathNet.Numerics.Distributions;

namespace DualScale.Evaluation.Quality;

/// <summary>Compares columns two by two.</summary>
internal static class PairDistances
{
    /// <summary>All pairs, those that are surest to differ first; and the mean difference of each draw of halves.</summary>
    public static (IReadOnlyList<PairDistance> Pairs, double[] FloorMeans) Of(QualityData data)
    {
        var places = (from i in Enumerable.Range(0, data.Columns.Count)
                      from j in Enumerable.Range(i + 1, data.Columns.Count - i - 1)
                      select (First: i, Second: j)).ToArray();
        var (real, synthetic) = PairColumns.Of(data.Reference, data.Synthetic, data.Columns);
        var ofPool = OfHalves(data, data.Pool, places);
        var found = new PairDistance[places.Length];
        data.Work.For(places.Length, place =>
        {
            var (i, j) = places[place];
            var (a, b) = (real.Of(i, j), synthetic.Of(i, j));
            found[place] = new PairDistance(
                data.Columns[i].Name, data.Columns[j].Name, real.Name(i, j), a, b, ofPool[place].Average(Math.Abs),
                PValue(a - b, ofPool[place]), QualityVerdict.Alike);
        });

        // What one rare row does to an association, real rows without such a row cannot tell: so a difference has to stand out of
        // halves of both tables' rows too.
        int[] seeming =
            [.. Enumerable.Range(0, places.Length).Where(place => found[place].PValue < ColumnDistances.Significance)];
        if (seeming.Length > 0)
        {
            var ofBoth = OfHalves(data, data.Reference.Append(data.Synthetic), [.. seeming.Select(place => places[place])]);
            foreach (var (at, place) in seeming.Index())
            {
                var pair = found[place];
                found[place] = pair with { PValue = Math.Max(pair.PValue, PValue(pair.Real - pair.Synthetic, ofBoth[at])) };
            }
        }

        var adjusted = Holm.Adjust([.. found.Select(pair => pair.PValue)]);
        var pairs = found.Select((pair, i) => pair with
        {
            PValue = adjusted[i],
            Verdict = adjusted[i] < ColumnDistances.Significance ? QualityVerdict.Apart : QualityVerdict.Alike,
        }).OrderBy(pair => pair.Verdict == QualityVerdict.Alike).ThenByDescending(pair => pair.Distance - pair.Floor);
        return ([.. pairs], [.. Enumerable.Range(0, HalvesOfPool.Draws).Select(draw =>
            ofPool.Select(differences => Math.Abs(differences[draw])).DefaultIfEmpty().Average())]);
    }

    // How much the halves of rows, as many as the pool's, differ in each draw, prepared as the tables are.
    private static double[][] OfHalves(QualityData data, RowSet rows, (int First, int Second)[] places)
    {
        double[][] differences = [.. places.Select(_ => new double[HalvesOfPool.Draws])];
        data.Work.For(places.Length == 0 ? 0 : HalvesOfPool.Draws, draw =>
        {
            var half = data.Halves[draw];
            var (one, other) = PairColumns.Of(rows.Where(half, true), rows.Where(half, false), data.Columns);
            foreach (var (place, (i, j)) in places.Index())
                differences[place][draw] = one.Of(i, j) - other.Of(i, j);
        });
        return differences;
    }

    // Halves of one table differ by chance alone, so their differences have mean zero.
    private static double PValue(double difference, double[] ofHalves)
    {
        var deviation = Math.Sqrt(ofHalves.Sum(value => value * value) / ofHalves.Length);
        return difference == 0 ? 1 : deviation == 0 ? 0
            : 2 * StudentT.CDF(0, 1, ofHalves.Length, -Math.Abs(difference) / deviation);
    }
}
