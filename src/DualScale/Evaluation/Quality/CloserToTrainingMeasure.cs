namespace DualScale.Evaluation.Quality;

/// <summary>
/// The share of synthetic rows that are nearer to a training row than to a held-out one, of equally many of both; ties count
/// half. The training rows are taken in as many such parts as there are, and the share is the mean over them.
/// </summary>
internal sealed class CloserToTrainingMeasure : QualityMeasure
{
    private const double Chance = 0.5;

    public override double Cost => 2;

    public override QualityFinding? Measure(QualityData data)
    {
        if (!data.HasHeldOut)
            return null;
        var toHeldOut = data.Nearest(data.Synthetic, data.Reference);
        var parts = data.Training.Count / data.Rows;
        var (value, variance) = (0.0, 0.0);
        for (var part = 0; part < parts; part++)
        {
            var training = part == 0 ? data.Fresh : data.Training.Slice(part * data.Rows, data.Rows);
            var (share, scatter) = Share(data.Nearest(data.Synthetic, training), toHeldOut);
            (value, variance) = (value + share / parts, variance + scatter / parts);
        }

        var error = Math.Sqrt(variance);
        return QualityFinding.Judge(
            QualityMeasures.Closer, value, error, Chance, 0, data.Rows,
            "as many rows are nearer to held-out rows as to training rows",
            above: (QualityVerdict.Copied, "more rows are nearer to training rows than to held-out ones than chance gives"));
    }

    // If it were chance which real rows were trained on, each of them would bring those nearest to it to one side or the other.
    private static (double Share, double Variance) Share(NearestRows toTraining, NearestRows toHeldOut)
    {
        var (sum, rows) = (0.0, toTraining.Rows);
        var around = new Dictionary<int, int>();
        for (var row = 0; row < rows; row++)
        {
            var (training, heldOut) = (toTraining.Squared(row), toHeldOut.Squared(row));
            sum += training < heldOut ? 1 : training > heldOut ? 0 : Chance;
            if (training == heldOut)
                continue;
            var nearest = training < heldOut ? toTraining.Index[row] : ~toHeldOut.Index[row];
            around[nearest] = around.GetValueOrDefault(nearest) + 1;
        }

        return (sum / rows, around.Values.Sum(count => (double)count * count) / 4 / ((double)rows * rows));
    }
}
