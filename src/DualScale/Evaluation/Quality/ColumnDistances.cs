namespace DualScale.Evaluation.Quality;

/// <summary>Compares columns one by one.</summary>
internal static class ColumnDistances
{
    public const double Significance = 0.01;

    /// <summary>All columns, those that are surest to differ first; and the mean distance of each draw of halves.</summary>
    public static (IReadOnlyList<ColumnDistance> Columns, double[] FloorMeans) Of(QualityData data)
    {
        var found = new ColumnDistance[data.Columns.Count];
        var floors = new double[data.Columns.Count][];
        data.Work.For(found.Length, column => (found[column], floors[column]) =
            data.Columns[column].IsNumber ? OfNumbers(data, column) : OfLevels(data, column));
        var adjusted = Holm.Adjust([.. found.Select(column => column.PValue)]);
        var columns = found.Select((column, i) => column with
        {
            PValue = adjusted[i],
            Verdict = adjusted[i] < Significance ? QualityVerdict.Apart : QualityVerdict.Alike,
        }).OrderBy(column => column.PValue).ThenByDescending(column => column.Distance - column.Floor);
        return ([.. columns],
            [.. Enumerable.Range(0, HalvesOfPool.Draws).Select(draw => floors.Average(distances => distances[draw]))]);
    }

    private static (ColumnDistance, double[]) OfNumbers(QualityData data, int column)
    {
        var (real, synthetic, pool) =
            (data.Reference.Numbers(column), data.Synthetic.Numbers(column), data.Pool.Numbers(column));
        var (sorted, isReal) = Sort([.. real, .. synthetic], row => row < real.Length);
        var distance = NumberDistance.Of(sorted, isReal);
        var floors = new NumberDistance[HalvesOfPool.Draws];
        var (ofPool, places) = Sort(pool, row => row);
        for (var draw = 0; draw < floors.Length; draw++)
            floors[draw] = NumberDistance.Of(ofPool, Array.ConvertAll(places, row => data.Halves[draw][row]));
        double[] values = [.. pool.Where(value => !double.IsNaN(value))];
        var unit = values.Length > 0 && MixedSpace.Deviation(values) is > 0 and var deviation ? deviation : 1;
        return (Distance(
            data, column, distance.Smirnov, [.. floors.Select(floor => floor.Smirnov)],
            NumberDistance.PValue(distance.Smirnov, real.Length, synthetic.Length),
            distance.Wasserstein / unit, floors.Average(floor => floor.Wasserstein) / unit,
            Share(real), Share(synthetic)), [.. floors.Select(floor => floor.Smirnov)]);

        static double Share(double[] values) => (double)values.Count(double.IsNaN) / values.Length;
    }

    private static (ColumnDistance, double[]) OfLevels(QualityData data, int column)
    {
        var levels = data.Columns[column].Levels!;
        int[] Counts(ReadOnlySpan<int> codes) => LevelDistance.Counts(codes, levels.Count);
        var (real, synthetic) = (Counts(data.Reference.Codes(column)), Counts(data.Synthetic.Codes(column)));
        var pool = data.Pool.Codes(column);
        var (floors, ownLevels) = (new double[HalvesOfPool.Draws], new int[HalvesOfPool.Draws]);
        for (var draw = 0; draw < floors.Length; draw++)
        {
            var halves = data.Halves[draw];
            var (one, other) =
                (Counts([.. pool.Where((_, row) => halves[row])]), Counts([.. pool.Where((_, row) => !halves[row])]));
            (floors[draw], ownLevels[draw]) = (LevelDistance.TotalVariation(one, other), LevelDistance.OwnLevels(one, other));
        }

        var pValue = LevelDistance.PValue(
            real, synthetic, LevelDistance.OwnLevelsPValue(LevelDistance.OwnLevels(synthetic, real), ownLevels.Average()));
        return (Distance(
            data, column, LevelDistance.TotalVariation(real, synthetic), floors, pValue,
            double.NaN, double.NaN, Share(real), Share(synthetic)), floors);

        double Share(int[] counts) =>
            data.Columns[column].BlankLevel is >= 0 and var blank ? (double)counts[blank] / counts.Sum() : 0;
    }

    private static ColumnDistance Distance(
        QualityData data, int column, double distance, double[] floors, double pValue, double wasserstein,
        double wassersteinFloor, double realBlanks, double syntheticBlanks) => new(
        data.Columns[column].Name, data.Columns[column].Kind, distance, floors.Average(), PairedTest.Of(floors).Deviation, pValue,
        wasserstein, wassersteinFloor, realBlanks, syntheticBlanks, data.Unseen[column], QualityVerdict.Alike);

    private static (double[] Sorted, T[] Labels) Sort<T>(double[] values, Func<int, T> label)
    {
        var order = new int[values.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        var sorted = (double[])values.Clone();
        Array.Sort(sorted, order);
        return (sorted, Array.ConvertAll(order, row => label(row)));
    }
}
