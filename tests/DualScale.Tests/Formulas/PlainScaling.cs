namespace DualScale.Tests.Formulas;

/// <summary>Standardisation of columns: (x - mean)/deviation, the deviation over all rows.</summary>
internal sealed class PlainScaling(double[] mean, double[] deviation)
{
    public static PlainScaling Of(double[][] points)
    {
        var columns = Enumerable.Range(0, points[0].Length).Select(column => points.Select(point => point[column]).ToArray()).ToArray();
        var mean = columns.Select(column => column.Average()).ToArray();
        return new PlainScaling(mean, [.. columns.Select((column, i) => Math.Sqrt(column.Average(x => (x - mean[i]) * (x - mean[i]))))]);
    }

    public double[] Apply(double[] point) => [.. point.Select((x, column) => (x - mean[column]) / deviation[column])];

    public double[] Restore(double[] point) => [.. point.Select((x, column) => x * deviation[column] + mean[column])];
}
