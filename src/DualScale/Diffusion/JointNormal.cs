using DualScale.Numerics.Kernels;
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
    private const double RightAngle = 1e-3;
    private const int FewestRows = 10;

    /// <summary>Measures the columns.</summary>
    /// <param name="points">At least 2 rows.</param>
    /// <param name="columns">Which, at least 2.</param>
    public static JointNormal Fit(PointSet points, IReadOnlyList<int> columns)
    {
        var (count, size) = (points.Count, columns.Count);
        var (mean, deviations, covariance) = (new double[size], new double[size], new double[size * size]);
        for (var row = 0; row < count; row++)
        {
            var point = points[row];
            for (var i = 0; i < size; i++)
                mean[i] += point[columns[i]] / (double)count;
        }

        for (var row = 0; row < count; row++)
        {
            var point = points[row];
            for (var i = 0; i < size; i++)
                deviations[i] = point[columns[i]] - mean[i];
            for (var i = 0; i < size; i++)
                Products.AddScaled(deviations[i] / count, deviations.AsSpan(0, i + 1), covariance.AsSpan(i * size, i + 1));
        }

        var kept = 1 - Doubt(covariance, size, count);
        var matrix = Matrix<double>.Build.Dense(size, size, (i, j) =>
            (i == j ? 1 : kept) * covariance[Math.Max(i, j) * size + Math.Min(i, j)]);
        var evd = matrix.Evd(Symmetricity.Symmetric);
        return new JointNormal(
            [.. mean.Select(value => (float)value)], [.. evd.EigenVectors.ToColumnMajorArray().Select(value => (float)value)],
            [.. evd.EigenValues.Select(value => (float)Math.Max(Least, value.Real))]);
    }

    /// <summary>Whether arrays of a file can be such a law: variances above 0 along directions at right angles.</summary>
    public static bool IsOne(float[] directions, float[] variances)
    {
        var (size, rows) = (variances.Length, Array.ConvertAll(directions, value => (double)value));
        return variances.All(variance => variance > 0) &&
            Enumerable.Range(0, size).All(i => Enumerable.Range(0, i + 1).All(j => IsNear(i == j ? 1 : 0, i, j)));

        bool IsNear(double product, int i, int j) =>
            Math.Abs(Products.Dot(rows.AsSpan(i * size, size), rows.AsSpan(j * size, size)) - product) < RightAngle;
    }

    // How far correlations of so few rows are to be drawn towards 0, 0 to 1: the sum of their variances, (1 - r²)²/n, over that
    // of their squares (Schäfer and Strimmer 2005). A few rows lie on a line or a plane, whatever their law.
    private static double Doubt(double[] covariance, int size, int count)
    {
        var (variances, squares) = (0.0, 0.0);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (one, other) = (covariance[i * size + i], covariance[j * size + j]);
                if (Math.Min(one, other) < Least)
                    continue;
                var square = covariance[i * size + j] * covariance[i * size + j] / (one * other);
                variances += (1 - square) * (1 - square) / count;
                squares += square;
            }
        }

        return count >= FewestRows && squares > variances ? variances / squares : 1;
    }
}
