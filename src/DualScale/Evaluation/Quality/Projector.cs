namespace DualScale.Evaluation.Quality;

/// <summary>
/// The two main axes of the reference rows, by orthogonal iteration on their covariance. Texts are one-hot columns at 1/√2, their
/// twenty most frequent levels.
/// </summary>
internal static class Projector
{
    private const int MostLevels = 20;
    private const int MostCoordinates = 400;
    private const int MostShown = 2000;
    private const int Iterations = 200;

    public static TableProjection Project(QualityData data)
    {
        var (real, synthetic) = (Place(data, data.Reference), Place(data, data.Synthetic));
        var means = real.Select(coordinate => coordinate.Average()).ToArray();
        foreach (var coordinates in new[] { real, synthetic })
        {
            for (var i = 0; i < coordinates.Length; i++)
                coordinates[i] = Array.ConvertAll(coordinates[i], value => (float)(value - means[i]));
        }

        var covariance = Covariance(real, data.Work);
        var (first, second) = Axes(covariance);
        var whole = Enumerable.Range(0, real.Length).Sum(i => covariance[i][i]);
        return new TableProjection(
            Points(real, first, second), Points(synthetic, first, second),
            whole > 0 ? (Variance(covariance, first) / whole, Variance(covariance, second) / whole) : (0, 0));
    }

    private static float[][] Place(QualityData data, RowSet rows)
    {
        var coordinates = new List<float[]>();
        for (var column = 0; column < data.Columns.Count; column++)
        {
            if (data.Columns[column].Levels is not { } levels)
            {
                coordinates.Add(data.Space.Coordinate(column, rows.Numbers(column)));
                continue;
            }

            var counts = LevelDistance.Counts(data.Reference.Codes(column), levels.Count);
            foreach (var level in Enumerable.Range(0, levels.Count).OrderByDescending(level => counts[level]).Take(MostLevels))
                coordinates.Add(Array.ConvertAll(rows.Codes(column), code => code == level ? MathF.Sqrt(0.5f) : 0));
        }

        return [.. coordinates.Take(MostCoordinates)];
    }

    private static double[][] Covariance(float[][] coordinates, QualityWork work)
    {
        var covariance = coordinates.Select(_ => new double[coordinates.Length]).ToArray();
        work.For(coordinates.Length, i =>
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var row = 0; row < coordinates[i].Length; row++)
                    sum += (double)coordinates[i][row] * coordinates[j][row];
                covariance[i][j] = sum / coordinates[i].Length;
            }
        });
        for (var i = 0; i < coordinates.Length; i++)
        {
            for (var j = 0; j < i; j++)
                covariance[j][i] = covariance[i][j];
        }

        return covariance;
    }

    private static (double[] First, double[] Second) Axes(double[][] covariance)
    {
        var n = covariance.Length;
        double[] first = [.. Enumerable.Range(0, n).Select(i => 1.0 + i % 7)];
        double[] second = [.. Enumerable.Range(0, n).Select(i => (i % 2 == 0 ? 1.0 : -1.0) * (1 + i % 5))];
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            first = Normalize(Times(covariance, first), null);
            second = Normalize(Times(covariance, second), first);
        }

        return (Turn(first), Turn(second));
    }

    private static double[] Times(double[][] matrix, double[] vector) => [.. matrix.Select(row => Dot(row, vector))];

    private static double[] Normalize(double[] vector, double[]? other)
    {
        if (other is not null)
        {
            var along = Dot(vector, other);
            vector = [.. vector.Zip(other, (value, axis) => value - along * axis)];
        }

        var length = Math.Sqrt(Dot(vector, vector));
        return length > 1e-12 ? Array.ConvertAll(vector, value => value / length) : new double[vector.Length];
    }

    // An axis points to where its largest part is positive.
    private static double[] Turn(double[] axis) =>
        axis.MaxBy(Math.Abs) < 0 ? Array.ConvertAll(axis, value => -value) : axis;

    private static double Variance(double[][] covariance, double[] axis) => Dot(Times(covariance, axis), axis);

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static (double X, double Y)[] Points(float[][] coordinates, double[] first, double[] second) =>
    [
        .. Enumerable.Range(0, Math.Min(MostShown, coordinates[0].Length)).Select(row => (
            coordinates.Select((values, i) => values[row] * first[i]).Sum(),
            coordinates.Select((values, i) => values[row] * second[i]).Sum())),
    ];
}
