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
        var value = 0.0;
        var around = new Dictionary<(int Part, int Row), int>();
        for (var part = 0; part < parts; part++)
        {
            var training = part == 0 ? data.Fresh : data.Training.Slice(part * data.Rows, data.Rows);
            value += Share(part, data.Nearest(data.Synthetic, training), toHeldOut, around) / parts;
        }

        // If it were chance which real rows were trained on, each of them would bring those nearest to it to one side or the
        // other, a held-out one in all parts.
        var error = Math.Sqrt(around.Values.Sum(count => (double)count * count)) / (2.0 * data.Rows * parts);
        return QualityFinding.Judge(
            QualityMeasures.Closer, value, error, Chance, 0, data.Rows,
            "as many rows are nearer to held-out rows as to training rows",
            above: (QualityVerdict.Copied, "more rows are nearer to training rows than to held-out ones than chance gives"));
    }

    private static double Share(
        int part, NearestRows toTraining, NearestRows toHeldOut, Dictionary<(int Part, int Row), int> around)
    {
        var (sum, rows) = (0.0, toTraining.Rows);
        for (var row = 0; row < rows; row++)
        {
            var (training, heldOut) = (toTraining.Squared(row), toHeldOut.Squared(row));
            sum += training < heldOut ? 1 : training > heldOut ? 0 : Chance;
            if (training == heldOut)
                continue;
            var nearest = training < heldOut ? (part, toTraining.Index[row]) : (-1, toHeldOut.Index[row]);
            around[nearest] = around.GetValueOrDefault(nearest) + 1;
        }

        return sum / rows;
    }
}
