namespace DualScale.Tests.Formulas;

/// <summary>Standardisation of columns: (x - mean)/deviation, the deviation over all rows.</summary>
internal sealed class PlainScaling(double[] mean, double[] deviation)
{
    public static PlainScaling Of(double[][] points)
    {
        int[] columns = [.. Enumerable.Range(0, points[0].Length)];
        double[] mean = [.. columns.Select(column => points.Average(point => point[column]))];
        double[] variance = [.. columns.Select(column => points.Average(point => Math.Pow(point[column] - mean[column], 2)))];
        return new PlainScaling(mean, [.. variance.Select(Math.Sqrt)]);
    }

    public double[] Apply(double[] point) => [.. point.Select((x, column) => (x - mean[column]) / deviation[column])];

    public Traced[] Apply(Traced[] point) => [.. point.Select((x, column) => (x - mean[column]) / deviation[column])];

    public double[] Restore(double[] point) => [.. point.Select((x, column) => x * deviation[column] + mean[column])];
}
