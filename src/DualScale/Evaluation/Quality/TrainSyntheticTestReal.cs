using DualScale.Evaluation.Boosting;

namespace DualScale.Evaluation.Quality;

/// <summary>
/// Boosted trees that learn a column from the others, once on synthetic rows and once on as many real ones, and predict it for
/// other real rows (Esteban, Hyland and Rätsch 2017).
/// </summary>
internal static class TrainSyntheticTestReal
{
    private const int MostClasses = 32;
    private const int FewestRows = 10;
    private const int Groups = 20;
    private const double LeastScore = 0.01;

    /// <summary>The score and how many rows were predicted; none where there is no target.</summary>
    /// <exception cref="InvalidInputException">There is no such column, or too few rows have a value in it.</exception>
    public static (UtilityScore? Score, int Rows) Of(QualityData data)
    {
        if (data.Options.Target is not { } name)
            return (null, 0);
        var target = data.Columns.Index().First(column => column.Item.Name == name).Index;
        var values = new[] { data.Synthetic, data.Fresh, data.Reference }
            .Select(rows => Values(data.Columns[target], rows, target)).ToArray();
        var classes = data.Columns[target].IsNumber ? 0 : Recode(values);
        bool HasFew(double[] set) => set.Count(value => !double.IsNaN(value)) < FewestRows;
        if (values[1..].Any(HasFew))
        {
            throw new InvalidInputException(
                $"Of the rows that are compared, fewer than {FewestRows} real ones have a value in the target '{name}'; choose another target.");
        }

        if (HasFew(values[0]))
            return (new UtilityScore(name, What(classes), double.NaN, double.NaN, double.NaN, double.NaN), 0);
        var test = data.Reference;
        var scores = new double[2][][];
        data.Work.For(2, set =>
        {
            var all = (set == 0 ? data.Synthetic : data.Fresh).Append(test);
            var features = TwoSampleClassifier.Features(all, data.Columns).Where((_, i) => i != target).ToArray();
            double[] known = [.. values[set], .. values[2]];
            int[] training = [.. Enumerable.Range(0, values[set].Length).Where(row => !double.IsNaN(known[row]))];
            BoostingLoss loss = classes switch { 0 => new SquaredLoss(), 2 => new LogisticLoss(), _ => new SoftmaxLoss(classes) };
            scores[set] = [.. BoostedTrees.Fit(
                features, training, known, loss, BoostingOptions.For(training.Length), data.Work.Cancellation)
                .Scores.Select(output => output[^test.Count..])];
        });
        int[] tested = [.. Enumerable.Range(0, test.Count).Where(row => !double.IsNaN(values[2][row]))];
        return (Score(name, classes, scores, values[2], tested), tested.Length);
    }

    private static UtilityScore Score(string name, int classes, double[][][] scores, double[] target, int[] tested)
    {
        var (synthetic, real) = (Measure(0, tested), Measure(1, tested));

        // No group may take all rows of a level.
        int[] ordered = classes == 0 ? tested : [.. tested.OrderBy(row => target[row])];
        var shares = new double[Groups];
        for (var group = 0; group < Groups; group++)
        {
            int[] others = [.. ordered.Where((_, i) => i % Groups != group)];
            shares[group] = Measure(0, others) / Measure(1, others);
        }

        // A jackknife over groups of tested rows (Quenouille 1956); the trees stay the same.
        var mean = shares.Average();
        var error = Math.Sqrt((Groups - 1.0) / Groups * shares.Sum(share => (share - mean) * (share - mean)));
        var says = classes == 2 ? !double.IsNaN(real) : real > LeastScore;
        return new UtilityScore(
            name, What(classes), synthetic, real, says ? synthetic / real : double.NaN, says ? error : double.NaN);

        double Measure(int set, int[] rows) => classes switch
        {
            0 => Determination(scores[set][0], target, rows),
            2 => Area(scores[set][0], target, rows),
            _ => (double)rows.Count(row => Largest(scores[set], row) == (int)target[row]) / rows.Length,
        };
    }

    private static string What(int classes) => classes switch { 0 => "R²", 2 => "AUC", _ => "accuracy" };

    private static double Determination(double[] scores, double[] target, int[] rows)
    {
        var mean = rows.Average(row => target[row]);
        return 1 - rows.Sum(row => Math.Pow(target[row] - scores[row], 2)) / rows.Sum(row => Math.Pow(target[row] - mean, 2));
    }

    private static double Area(double[] scores, double[] target, int[] rows)
    {
        double[] Of(double label) => [.. rows.Where(row => target[row] == label).Select(row => scores[row])];
        return (Of(1), Of(0)) is ({ Length: > 1 } ones, { Length: > 1 } others) ? RocArea.Of(ones, others).Area : double.NaN;
    }

    private static int Largest(double[][] scores, int row)
    {
        var best = 0;
        for (var output = 1; output < scores.Length; output++)
            best = scores[output][row] > scores[best][row] ? output : best;
        return best;
    }

    private static double[] Values(ComparedColumn column, RowSet rows, int place) => column.IsNumber
        ? rows.Numbers(place)
        : Array.ConvertAll(rows.Codes(place), code => code == column.BlankLevel ? double.NaN : code);

    // Classes by how often they occur in real rows; rare ones are one. A level that no real row has is as good as blank, else one
    // such cell would turn two classes into three, and their score into another.
    private static int Recode(double[][] values)
    {
        var places = values[1].Concat(values[2]).Where(value => !double.IsNaN(value)).CountBy(value => value)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Index()
            .ToDictionary(pair => pair.Item.Key, pair => (double)Math.Min(pair.Index, MostClasses - 1));
        var classes = Math.Clamp(places.Count, 2, MostClasses);
        for (var set = 0; set < values.Length; set++)
            values[set] = Array.ConvertAll(values[set], value => places.GetValueOrDefault(value, double.NaN));

        return classes;
    }
}
