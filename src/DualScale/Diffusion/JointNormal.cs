using DualScale.Tables;
using MathNet.Numerics.LinearAlgebra;

namespace DualScale.Diffusion;

/// <summary>The joint normal law of columns: their mean, and the principal directions of their covariance.</summary>
/// <param name="Mean">The mean of each column.</param>
/// <param name="Directions">An eigenvector of the covariance a row.</param>
/// <param name="Variances">The variance along each.</param>
internal sealed record JointNormal(float[] Mean, float[] Directions, float[] Variances)
{
    /// <summary>The most columns that have one: it costs their square a row, and where some are given their cube.</summary>
    public const int MostColumns = 100;

    // A variance below this is one of rounding.
    private const double Least = 1e-4;

    /// <summary>Measures the columns.</summary>
    /// <param name="points">At least 2 rows.</param>
    /// <param name="columns">Which, at least 2.</param>
    public static JointNormal Fit(PointSet points, IReadOnlyList<int> columns)
    {
        var (count, size) = (points.Count, columns.Count);
        var (mean, deviations, covariance) = (new double[size], new double[size], new double[size, size]);
        for (var row = 0; row < count; row++)
        {
            for (var i = 0; i < size; i++)
                mean[i] += points[row][columns[i]] / (double)count;
        }

        for (var row = 0; row < count; row++)
        {
            for (var i = 0; i < size; i++)
            {
                deviations[i] = points[row][columns[i]] - mean[i];
                for (var j = 0; j <= i; j++)
                    covariance[i, j] += deviations[i] * deviations[j] / count;
            }
        }

        var kept = 1 - Doubt(covariance, count);
        var matrix = Matrix<double>.Build.Dense(
            size, size, (i, j) => i == j ? covariance[i, i] : kept * covariance[Math.Max(i, j), Math.Min(i, j)]);
        var evd = matrix.Evd(Symmetricity.Symmetric);
        return new JointNormal(
            [.. mean.Select(value => (float)value)], [.. evd.EigenVectors.ToColumnMajorArray().Select(value => (float)value)],
            [.. evd.EigenValues.Select(value => (float)Math.Max(Least, value.Real))]);
    }

    // How far correlations of so few rows are to be drawn towards 0, 0 to 1: the sum of their variances over that of their
    // squares (Schäfer and Strimmer 2005).
    private static double Doubt(double[,] covariance, int count)
    {
        var (variances, squares) = (0.0, 0.0);
        for (var i = 0; i < covariance.GetLength(0); i++)
        {
            for (var j = 0; j < i; j++)
            {
                var scale = covariance[i, i] * covariance[j, j];
                var square = scale > 0 ? covariance[i, j] * covariance[i, j] / scale : 0;
                variances += (1 - square) * (1 - square) / count;
                squares += square;
            }
        }

        return squares > variances ? variances / squares : 1;
    }
}
