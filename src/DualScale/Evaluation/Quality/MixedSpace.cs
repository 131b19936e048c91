namespace DualScale.Evaluation.Quality;

/// <summary>
/// Distances between rows of any columns. A number x becomes asinh((x - median) / (0.741 · interquartile range)), which is even
/// in the middle and logarithmic in the tails, so that no outlier rules its column; where more than half of the values are the
/// same the standard deviation takes the range's place. It is then scaled so that the squares of differences are one on average.
/// A category adds one where levels differ; so does a blank beside a number, which otherwise counts as the median. No column has
/// more to say than another by its unit or its tails.
/// </summary>
internal sealed class MixedSpace
{
    private const double NormalRange = 1.349;

    private readonly IReadOnlyList<ComparedColumn> _columns;
    private readonly (double Median, double Scale, double Factor)[] _scales;

    /// <summary>Scales numbers by rows.</summary>
    public MixedSpace(IReadOnlyList<ComparedColumn> columns, RowSet rows)
    {
        _columns = columns;
        _scales = [.. columns.Select((column, i) => column.IsNumber ? Fit(rows.Numbers(i)) : default)];
    }

    /// <summary>Rows as points.</summary>
    public MixedRows Place(RowSet rows)
    {
        var (numbers, codes) = (new List<float[]>(), new List<float[]>());
        for (var column = 0; column < _columns.Count; column++)
        {
            if (!_columns[column].IsNumber)
            {
                codes.Add(Array.ConvertAll(rows.Codes(column), code => (float)code));
                continue;
            }

            var values = rows.Numbers(column);
            numbers.Add(Coordinate(column, values));
            codes.Add(Array.ConvertAll(values, value => double.IsNaN(value) ? 1f : 0f));
        }

        return new MixedRows(numbers, codes, rows.Count);
    }

    /// <summary>A column of numbers on its scale; a blank is 0.</summary>
    public float[] Coordinate(int column, double[] values)
    {
        var (median, scale, factor) = _scales[column];
        return Array.ConvertAll(
            values, value => double.IsNaN(value) ? 0f : (float)(factor * Math.Asinh((value - median) / scale)));
    }

    private static (double, double, double) Fit(double[] values)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        if (sorted.Length == 0)
            return (0, 1, 1);
        var median = Quantiles.Of<double>(sorted, 0.5);
        var scale = (Quantiles.Of<double>(sorted, 0.75) - Quantiles.Of<double>(sorted, 0.25)) / NormalRange;
        if (!(scale > 0))
            scale = Deviation(sorted);
        if (!(scale > 0))
            scale = Math.Max(1, Math.Abs(median));
        var deviation = Deviation([.. sorted.Select(value => Math.Asinh((value - median) / scale))]);
        return (median, scale, deviation > 0 ? 1 / (Math.Sqrt(2) * deviation) : 1);
    }

    internal static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
    }
}
