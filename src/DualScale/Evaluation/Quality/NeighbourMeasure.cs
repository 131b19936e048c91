namespace DualScale.Evaluation.Quality;

/// <summary>
/// The share of rows, synthetic and real ones together, whose nearest other row is of their own table (Schilling 1986, Henze
/// 1988, with one neighbour). Without a difference between the tables it is (k - 1) / (2k - 1) for k rows of each.
/// </summary>
internal sealed class NeighbourMeasure : QualityMeasure
{
    public override double Cost => 3;

    public override QualityFinding Measure(QualityData data)
    {
        var k = data.Rows;
        var (real, synthetic) = (data.Reference, data.Synthetic);
        var nearest = new int[2 * k];
        var own = Count(data.Nearest(real, real), data.Nearest(real, synthetic), nearest.AsSpan(0, k), 0, k)
            + Count(data.Nearest(synthetic, synthetic), data.Nearest(synthetic, real), nearest.AsSpan(k), k, 0);

        // With labels dealt anew the share varies as so many coins, but that rows nearest to each other are one coin.
        var mutual = Enumerable.Range(0, 2 * k).Count(row => nearest[nearest[row]] == row) / (2.0 * k);
        var floor = (k - 1.0) / (2 * k - 1);
        var error = Math.Sqrt(floor * (1 - floor) * (1 + mutual) / (2 * k));
        var value = own / (2 * k);
        return QualityFinding.Judge(
            QualityMeasures.Neighbours, value, error, floor, 0, k,
            "rows have as many neighbours in the other table as in their own",
            above: (QualityVerdict.Apart, "rows have more neighbours of their own table than chance gives"),
            below: (QualityVerdict.Copied, "rows have more neighbours in the other table than chance gives, as copies have"));
    }

    private static double Count(NearestRows own, NearestRows other, Span<int> nearest, int ownFirst, int otherFirst)
    {
        var sum = 0.0;
        for (var row = 0; row < own.Rows; row++)
        {
            var (near, far) = (own.Squared(row), other.Squared(row));
            sum += near < far ? 1 : near > far ? 0 : (double)own.Ties[row] / (own.Ties[row] + other.Ties[row]);
            nearest[row] = near <= far ? ownFirst + own.Index[row] : otherFirst + other.Index[row];
        }

        return sum;
    }
}
