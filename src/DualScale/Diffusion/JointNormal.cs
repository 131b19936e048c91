using DualScale.Numerics.Kernels;
using DualScale.Tables;
using MathNet.Numerics.LinearAlgebra;

namespace DualScale.Diffusion;

/// <summary>
/// The joint normal law of columns: their mean, how far from it those of groups lie, and the principal directions of the
/// covariance within groups.
/// </summary>
/// <param name="Mean">The mean of each column.</param>
/// <param name="Offsets">The mean of each group less it, one group after another; empty where there are none.</param>
/// <param name="Directions">An eigenvector of the covariance a row.</param>
/// <param name="Variances">The variance along each.</param>
internal sealed record JointNormal(float[] Mean, float[] Offsets, float[] Directions, float[] Variances)
{
    /// <summary>The most columns that have one: it costs their square a row, and where some are given their cube.</summary>
    public const int MostColumns = 100;

    // A variance below this is one of rounding.
    private const double Least = 1e-4;
    private const double RightAngle = 1e-3;
    private const float Farthest = 1e4f;

    /// <summary>Measures the columns.</summary>
    /// <param name="points">At least 2 rows.</param>
    /// <param name="columns">Which, at least 2.</param>
    /// <param name="groups">Groups with means of their own; all rows are one where null.</param>
    public static JointNormal Fit(PointSet points, IReadOnlyList<int> columns, NormalGroups? groups = null)
    {
        var (count, size) = (points.Count, columns.Count);
        var (mean, deviations, covariance) = (new double[size], new double[size], new CrossValidatedCovariance(size));
        for (var row = 0; row < count; row++)
        {
            var point = points[row];
            for (var i = 0; i < size; i++)
                mean[i] += point[columns[i]] / (double)count;
        }

        var indices = groups?.IndicesOf(points) ?? new int[count];
        var offsets = groups is null ? new double[size] : Means(points, columns, indices, groups.Count, mean);
        var freedom = count - indices.Distinct().Count() + 1;
        for (var row = 0; row < count; row++)
        {
            var point = points[row];
            for (var i = 0; i < size; i++)
                deviations[i] = point[columns[i]] - mean[i] - offsets[indices[row] * size + i];
            covariance.Add(deviations);
        }

        var evd = covariance.Of(freedom, Least).Evd(Symmetricity.Symmetric);
        return new JointNormal(
            Single(mean), groups is null ? [] : Single(offsets), Single(evd.EigenVectors.ToColumnMajorArray()),
            [.. evd.EigenValues.Select(value => (float)Math.Max(Least, value.Real))]);

        static float[] Single(double[] values) => Array.ConvertAll(values, value => (float)value);
    }

    /// <summary>The log-likelihood of each row, but for what is the same for all laws.</summary>
    /// <param name="points">The rows.</param>
    /// <param name="columns">The columns that the law is of.</param>
    /// <param name="groups">Its groups; null where it has none.</param>
    public IEnumerable<double> LogLikelihoods(PointSet points, IReadOnlyList<int> columns, NormalGroups? groups)
    {
        var (indices, size) = (groups?.IndicesOf(points), columns.Count);
        var (deviations, directions) = (new double[size], Array.ConvertAll(Directions, value => (double)value));
        var logDeterminant = Variances.Sum(variance => Math.Log(variance));
        for (var row = 0; row < points.Count; row++)
        {
            for (var i = 0; i < size; i++)
            {
                var offset = indices is null ? 0 : Offsets[indices[row] * size + i];
                deviations[i] = points[row][columns[i]] - Mean[i] - offset;
            }

            var square = 0.0;
            for (var k = 0; k < size; k++)
            {
                var along = Products.Dot(directions.AsSpan(k * size, size), deviations);
                square += along * along / Variances[k];
            }

            yield return -(square + logDeterminant) / 2;
        }
    }

    /// <summary>
    /// Whether arrays of a file can be such a law: variances above 0 along directions at right angles, and means of groups that
    /// are not thousands of deviations away.
    /// </summary>
    public static bool IsOne(float[] directions, float[] variances, float[] offsets)
    {
        var (size, rows) = (variances.Length, Array.ConvertAll(directions, value => (double)value));
        var farthest = Farthest * Math.Sqrt(Math.Max(1, variances.Max()));
        return variances.All(variance => variance > 0) && offsets.All(offset => Math.Abs(offset) < farthest) &&
            Enumerable.Range(0, size).All(i => Enumerable.Range(0, i + 1).All(j => IsNear(i == j ? 1 : 0, i, j)));

        bool IsNear(double product, int i, int j) =>
            Math.Abs(Products.Dot(rows.AsSpan(i * size, size), rows.AsSpan(j * size, size)) - product) < RightAngle;
    }

    // The means of groups less that of all rows, drawn towards 0 as far as so few rows of a group leave them open: by
    // n·τ²/(n·τ² + σ²), where σ² is the variance within groups and τ² that between their means (Henderson 1953).
    private static double[] Means(
        PointSet points, IReadOnlyList<int> columns, int[] indices, int groups, double[] mean)
    {
        var size = columns.Count;
        var (counts, offsets, squares) = (new int[groups], new double[groups * size], new double[size]);
        for (var row = 0; row < points.Count; row++)
        {
            var point = points[row];
            counts[indices[row]]++;
            for (var i = 0; i < size; i++)
            {
                var deviation = point[columns[i]] - mean[i];
                offsets[indices[row] * size + i] += deviation;
                squares[i] += deviation * deviation;
            }
        }

        var (count, found) = ((double)points.Count, counts.Count(rows => rows > 0));
        var evenness = count - counts.Sum(rows => (double)rows * rows) / count;
        for (var i = 0; i < size; i++)
        {
            var between = 0.0;
            for (var k = 0; k < groups; k++)
            {
                offsets[k * size + i] /= Math.Max(1, counts[k]);
                between += counts[k] * offsets[k * size + i] * offsets[k * size + i];
            }

            var within = Math.Max(0, squares[i] - between) / Math.Max(1, count - found);
            var variance = Math.Max(0, between - (found - 1) * within) / Math.Max(1, evenness);
            for (var k = 0; k < groups; k++)
            {
                var ofGroup = counts[k] * variance;
                offsets[k * size + i] *= ofGroup > 0 ? ofGroup / (ofGroup + within) : 0;
            }
        }

        return offsets;
    }
}
