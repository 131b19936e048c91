using DualScale.Evaluation.Boosting;

namespace DualScale.Evaluation.Quality;

/// <summary>
/// Boosted trees that are to tell rows of two sets apart, in five folds (Lopez-Paz and Oquab 2017): each fold's rows are scored
/// by trees that have not seen them.
/// </summary>
internal static class TwoSampleClassifier
{
    private const int Folds = 5;

    /// <summary>The area under the curve for each pair of sets, and what share each column has in telling them apart.</summary>
    public static (RocArea Area, double[] Gains)[] Of(
        IReadOnlyList<(RowSet First, RowSet Second)> pairs, IReadOnlyList<ComparedColumn> columns, QualityWork work)
    {
        var problems = pairs.Select(pair => Problem(pair.First, pair.Second, columns)).ToArray();
        var (areas, gains) = (new RocArea[pairs.Count * Folds], new double[pairs.Count * Folds][]);
        work.For(areas.Length, task =>
        {
            var (features, target) = problems[task / Folds];
            var firsts = pairs[task / Folds].First.Count;
            var fold = task % Folds;

            // The rows of both sets are in random order already.
            bool IsHeldOut(int row) => (row < firsts ? row : row - firsts) % Folds == fold;
            int[] training = [.. Enumerable.Range(0, target.Length).Where(row => !IsHeldOut(row))];
            var (scores, gain) = BoostedTrees.Fit(
                features, training, target, new LogisticLoss(), BoostingOptions.For(training.Length), work.Cancellation);
            double[] Scores(double label) => [.. scores[0].Where((_, row) => IsHeldOut(row) && target[row] == label)];
            (areas[task], gains[task]) = (RocArea.Of(Scores(1), Scores(0)), gain);
        });
        return [.. areas.Chunk(Folds).Zip(gains.Chunk(Folds), (area, gain) => (RocArea.Mean(area), Mean(gain)))];
    }

    /// <summary>The columns of rows as boosted trees want them.</summary>
    public static FeatureBins[] Features(RowSet rows, IReadOnlyList<ComparedColumn> columns) =>
        [.. columns.Select((column, i) => column.Levels is { } levels
            ? FeatureBins.OfCodes(rows.Codes(i), levels.Count) : FeatureBins.OfNumbers(rows.Numbers(i)))];

    private static (FeatureBins[] Features, double[] Target) Problem(
        RowSet first, RowSet second, IReadOnlyList<ComparedColumn> columns) =>
        (Features(first.Append(second), columns),
            [.. Enumerable.Repeat(0.0, first.Count), .. Enumerable.Repeat(1.0, second.Count)]);

    private static double[] Mean(double[][] gains) =>
        [.. Enumerable.Range(0, gains[0].Length).Select(column => gains.Average(gain => gain[column]))];
}
