using MathNet.Numerics.Distributions;

namespace DualScale.Evaluation.Quality;

/// <summary>Compares columns two by two.</summary>
internal static class PairDistances
{
    /// <summary>All pairs, those that are surest to differ first; and the mean difference of each draw of halves.</summary>
    public static (IReadOnlyList<PairDistance> Pairs, double[] FloorMeans) Of(QualityData data)
    {
        var (real, synthetic, pool) = (Prepare(data.Reference), Prepare(data.Synthetic), Prepare(data.Pool));
        var halves = data.Halves.Select(half => (pool.All.Where(row => half[row]).ToArray(),
            pool.All.Where(row => !half[row]).ToArray())).ToArray();
        var places = (from i in Enumerable.Range(0, data.Columns.Count)
                      from j in Enumerable.Range(i + 1, data.Columns.Count - i - 1)
                      select (First: i, Second: j)).ToArray();
        var found = new PairDistance[places.Length];
        var floors = new double[places.Length][];
        var mixed = Prepare(data.Reference.Append(data.Synthetic));
        data.Work.For(places.Length, place =>
        {
            var (i, j) = places[place];
            double[] Differences(PairColumns rows) =>
                [.. halves.Select(half => rows.Of(i, j, half.Item1) - rows.Of(i, j, half.Item2))];
            var differences = Differences(pool);
            var (a, b) = (real.Of(i, j, real.All), synthetic.Of(i, j, synthetic.All));
            floors[place] = [.. differences.Select(Math.Abs)];
            var pValue = PValue(a - b, differences);
            if (pValue < ColumnDistances.Significance)
                pValue = Math.Max(pValue, PValue(a - b, Differences(mixed)));
            found[place] = new PairDistance(
                data.Columns[i].Name, data.Columns[j].Name, real.Name(i, j), a, b, floors[place].Average(),
                pValue, QualityVerdict.Alike);
        });
        var adjusted = Holm.Adjust([.. found.Select(pair => pair.PValue)]);
        var pairs = found.Select((pair, i) => pair with
        {
            PValue = adjusted[i],
            Verdict = adjusted[i] < ColumnDistances.Significance ? QualityVerdict.Apart : QualityVerdict.Alike,
        }).OrderBy(pair => pair.Verdict == QualityVerdict.Alike).ThenByDescending(pair => pair.Distance - pair.Floor);
        return ([.. pairs], [.. Enumerable.Range(0, HalvesOfPool.Draws).Select(draw =>
            floors.Select(distances => distances[draw]).DefaultIfEmpty().Average())]);

        PairColumns Prepare(RowSet rows) => new(rows, data.Columns, data.Pool);
    }

    // Halves of one table differ by chance alone, so their differences have mean zero. What one rare row does to an association,
    // real rows without such a row cannot tell: so a difference has to stand out of halves of both tables' rows too.
    private static double PValue(double difference, double[] ofHalves)
    {
        var deviation = Math.Sqrt(ofHalves.Sum(value => value * value) / ofHalves.Length);
        return difference == 0 ? 1 : deviation == 0 ? 0
            : 2 * StudentT.CDF(0, 1, ofHalves.Length, -Math.Abs(difference) / deviation);
    }
}
