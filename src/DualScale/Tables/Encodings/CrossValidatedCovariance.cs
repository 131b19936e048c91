using DualScale.Numerics.Kernels;
using MathNet.Numerics.LinearAlgebra;

namespace DualScale.Tables;

/// <summary>
/// The covariance of rows that may be few: directions and the variance of each column are those measured, the variances along the
/// directions those of rows by which the directions were not found (Bartz 2016, cross-validation with isotonic regression). Few
/// rows lie on a line or a plane, whatever their law, so what they vary least by is more than it seems, and what they vary most
/// by is less; a relation that holds in other rows too stays as narrow as it is, whatever stands beside it.
/// </summary>
/// <param name="size">How many columns.</param>
internal sealed class CrossValidatedCovariance(int size)
{
    private const int Folds = 5;
    private const int FewestRows = 10;

    // Scatters have their lower triangle.
    private readonly double[][] _scatters = [.. Enumerable.Range(0, Folds).Select(_ => new double[size * size])];
    private readonly double[][] _sums = [.. Enumerable.Range(0, Folds).Select(_ => new double[size])];
    private readonly int[] _counts = new int[Folds];
    private int _rows;

    /// <summary>Takes a row.</summary>
    /// <param name="deviations">How far from the mean each column lies.</param>
    public void Add(ReadOnlySpan<double> deviations)
    {
        var fold = _rows++ % Folds;
        _counts[fold]++;
        Products.AddScaled(1, deviations, _sums[fold]);
        for (var i = 0; i < size; i++)
            Products.AddScaled(deviations[i], deviations[..(i + 1)], _scatters[fold].AsSpan(i * size, i + 1));
    }

    /// <summary>The covariance.</summary>
    /// <param name="freedom">What sums of squares are divided by.</param>
    /// <param name="least">A variance below this is none; such columns go with no other.</param>
    public Matrix<double> Of(int freedom, double least)
    {
        var folds = _scatters.Select(Full).ToArray();
        var all = folds.Aggregate((sum, fold) => sum + fold);
        var scales = (all.Diagonal() / freedom).Map(variance => variance < least ? 0 : 1 / Math.Sqrt(variance));
        var correlation = _rows < FewestRows
            ? Matrix<double>.Build.DenseIdentity(size) : Correlation(all, folds, scales / Math.Sqrt(freedom));
        return Matrix<double>.Build.Dense(size, size, (i, j) => i == j ? all[i, i] / freedom
            : scales[i] * scales[j] == 0 ? 0 : correlation[i, j] / (scales[i] * scales[j]));
    }

    private Matrix<double> Correlation(Matrix<double> all, Matrix<double>[] folds, Vector<double> scales)
    {
        var variances = new double[size];
        Vector<double>[] sums = [.. _sums.Select(sum => Vector<double>.Build.DenseOfArray(sum))];
        for (var fold = 0; fold < Folds; fold++)
        {
            var (others, sum) = (_rows - _counts[fold], sums[fold]);
            var mean = sums.Where((_, other) => other != fold).Aggregate((one, other) => one + other) / others;
            var directions = Directions(Scaled(all - folds[fold] - others * mean.OuterProduct(mean), scales));
            var heldOut = Scaled(folds[fold] - sum.OuterProduct(mean) - mean.OuterProduct(sum)
                + _counts[fold] * mean.OuterProduct(mean), scales);
            for (var k = 0; k < size; k++)
                variances[k] += directions.Column(k) * heldOut * directions.Column(k);
        }

        var vectors = Directions(Scaled(all, scales));
        var found = vectors * Matrix<double>.Build.DenseOfDiagonalArray(Rising(variances)) * vectors.Transpose();
        return Scaled(found, found.Diagonal().Map(variance => variance > 0 ? 1 / Math.Sqrt(variance) : 0));
    }

    private Matrix<double> Full(double[] scatter) =>
        Matrix<double>.Build.Dense(size, size, (i, j) => scatter[Math.Max(i, j) * size + Math.Min(i, j)]);

    private static Matrix<double> Scaled(Matrix<double> matrix, Vector<double> scales) =>
        matrix.MapIndexed((i, j, value) => scales[i] * value * scales[j]);

    // The directions of least variance first.
    private static Matrix<double> Directions(Matrix<double> matrix)
    {
        var evd = matrix.Evd(Symmetricity.Symmetric);
        return Matrix<double>.Build.DenseOfColumns(Enumerable.Range(0, matrix.RowCount)
            .OrderBy(k => evd.EigenValues[k].Real).Select(evd.EigenVectors.Column));
    }

    // The nearest numbers that do not fall: neighbours that do have their mean.
    private static double[] Rising(double[] values)
    {
        var pools = new Stack<(double Sum, int Count)>();
        foreach (var value in values)
        {
            var pool = (Sum: value, Count: 1);
            while (pools.TryPeek(out var last) && last.Sum / last.Count > pool.Sum / pool.Count)
            {
                pools.Pop();
                pool = (pool.Sum + last.Sum, pool.Count + last.Count);
            }

            pools.Push(pool);
        }

        return [.. pools.Reverse().SelectMany(pool => Enumerable.Repeat(pool.Sum / pool.Count, pool.Count))];
    }
}
