namespace DualScale.Tables;

/// <summary>Scaling of each column to mean 0 and standard deviation 1, and back.</summary>
public sealed class Standardization
{
    /// <summary>Creates a scaling from known numbers.</summary>
    /// <param name="means">One a column.</param>
    /// <param name="deviations">One a column, above 0.</param>
    /// <exception cref="InvalidInputException">They differ in number, or one is outside its range.</exception>
    public Standardization(IReadOnlyList<float> means, IReadOnlyList<float> deviations)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(deviations);
        if (means.Count != deviations.Count || !means.All(float.IsFinite) || !deviations.All(d => float.IsFinite(d) && d > 0))
            throw new InvalidInputException("A scaling needs a finite mean and a deviation above 0 for each column.");
        Means = means;
        Deviations = deviations;
    }

    /// <summary>The mean of each column.</summary>
    public IReadOnlyList<float> Means { get; }

    /// <summary>The standard deviation of each column.</summary>
    public IReadOnlyList<float> Deviations { get; }

    /// <summary>No scaling: the papers train on raw coordinates.</summary>
    /// <param name="columns">How many, at least 1.</param>
    public static Standardization Identity(int columns) =>
        new([.. Enumerable.Repeat(0f, columns)], [.. Enumerable.Repeat(1f, columns)]);

    /// <summary>Measures the columns.</summary>
    /// <param name="points">At least 2 rows.</param>
    /// <exception cref="InvalidInputException">A column has one value only; the message names it.</exception>
    public static Standardization Fit(PointSet points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var (means, deviations) = (new float[points.Columns], new float[points.Columns]);
        for (var column = 0; column < points.Columns; column++)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var row = 0; row < points.Count; row++)
                sum += points[row][column];
            var mean = sum / points.Count;
            for (var row = 0; row < points.Count; row++)
                squares += Math.Pow(points[row][column] - mean, 2);
            var deviation = (float)Math.Sqrt(squares / points.Count);
            if (IsConstant(points, column) || !(deviation > 0) || !float.IsFinite(deviation))
            {
                throw new InvalidInputException(
                    $"Column '{points.ColumnNames[column]}' has the same value in all {points.Count} rows; " +
                    "there is nothing to learn in it, so leave it out.");
            }

            (means[column], deviations[column]) = ((float)mean, deviation);
        }

        return new Standardization(means, deviations);
    }

    /// <summary>Scales row-major values in place.</summary>
    /// <param name="values">Whole rows, [rows, columns].</param>
    /// <exception cref="ArgumentException">They are not whole rows.</exception>
    public void Apply(Span<float> values)
    {
        RequireRows(values);
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(((double)values[i] - Means[i % Means.Count]) / Deviations[i % Means.Count]);
    }

    /// <summary>A scaled copy of points.</summary>
    /// <param name="points">Points in their own units; left as they are.</param>
    /// <exception cref="InvalidInputException">They have another number of columns.</exception>
    public PointSet Apply(PointSet points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Columns != Means.Count)
        {
            throw new InvalidInputException(
                $"The points have {points.Columns} columns and the scaling {Means.Count}; give points of the same table.");
        }

        var values = points.Values.ToArray();
        Apply(values);
        return new PointSet(values, points.ColumnNames);
    }

    /// <summary>Undoes <see cref="Apply(Span{float})"/> in place.</summary>
    /// <inheritdoc cref="Apply(Span{float})" path="/param"/>
    /// <inheritdoc cref="Apply(Span{float})" path="/exception"/>
    public void Restore(Span<float> values)
    {
        RequireRows(values);
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)((double)values[i] * Deviations[i % Means.Count] + Means[i % Means.Count]);
    }

    private void RequireRows(Span<float> values)
    {
        if (values.Length % Means.Count != 0)
            throw new ArgumentException($"{values.Length} values are not whole rows of {Means.Count} columns.", nameof(values));
    }

    private static bool IsConstant(PointSet points, int column)
    {
        for (var row = 1; row < points.Count; row++)
        {
            if (points[row][column] != points[0][column])
                return false;
        }

        return true;
    }
}
