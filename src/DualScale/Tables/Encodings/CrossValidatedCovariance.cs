using DualScale.Numerics;
using DualScale.Numerics.Kernels;
using MathNet.Numerics.LinearAlgebra;

namespace DualScale.Tables;

/// <summary>
/// The covariance of rows that may be few: directions are those measured, variances along them those of rows by which they were
/// not found (Bartz 2016, cross-validation with isotonic regression). Few rows lie on a line or a plane, whatever their law, so
/// what they vary least by is more than it seems, and what they vary most by is less; a relation that holds in other rows too
/// stays as narrow as it is, whatever stands beside it. A direction of all rows has of those of a fold's other rows what it
/// shares with them: rare values, which some folds lack, change no other direction's variance. All in all columns vary as
/// measured.
/// </summary>
/// <param name="size">How many columns.</param>
internal sealed class CrossValidatedCovariance(int size)
{
    private const int Folds = 5;
    private const int FewestRows = 10;

    // Beside the largest variance one of rounding.
    private const double Rounding = 1e-9;

    // In files neighbours are alike, or every fifth row.
    private static readonly RandomStream Order = RandomStreams.Folds();

    // Scatters have their lower triangle.
    private readonly double[][] _scatters = [.. Enumerable.Range(0, Folds).Select(_ => new double[size * size])];
    private readonly double[][] _sums = [.. Enumerable.Range(0, Folds).Select(_ => new double[size])];
    private readonly int[] _counts = new int[Folds];
    private int _rows;

    /// <summary>Takes a row.</summary>
    /// <param name="deviations">How far from the mean each column lies.</param>
    public void Add(ReadOnlySpan<double> deviations)
    {
        var fold = Order.Below((ulong)_rows++, Folds);
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
        return Matrix<double>.Build.Dense(size, size, (i, j) =>
            scales[i] * scales[j] == 0 ? i == j ? all[i, i] / freedom : 0 : correlation[i, j] / (scales[i] * scales[j]));
    }

    private Matrix<double> Correlation(Matrix<double> all, Matrix<double>[] folds, Vector<double> scales)
    {
        var (variances, directions) = (new double[size], Directions(Scaled(all, scales)).Vectors);
        Vector<double>[] sums = [.. _sums.Select(sum => Vector<double>.Build.DenseOfArray(sum))];
        for (var fold = 0; fold < Folds; fold++)
        {
            var (others, sum) = (_rows - _counts[fold], sums[fold]);
            var mean = sums.Where((_, other) => other != fold).Aggregate((one, other) => one + other) / others;
            var heldOut = Scaled(folds[fold] - sum.OuterProduct(mean) - mean.OuterProduct(sum)
                + _counts[fold] * mean.OuterProduct(mean), scales);
            var training = Directions(Scaled(all - folds[fold] - others * mean.OuterProduct(mean), scales));
            var along = Along(training.Vectors.Transpose() * heldOut * training.Vectors, training.Flat);
            var shared = training.Vectors.Transpose() * directions;
            for (var k = 0; k < size; k++)
                variances[k] += shared.Column(k) * along * shared.Column(k);
        }

        var scale = scales.Count(value => value > 0) / variances.Sum();
        return scale * directions * Matrix<double>.Build.DenseOfDiagonalArray(Rising(variances)) * directions.Transpose();
    }

    // Variances along each direction. Those by which the training rows do not vary are no directions but a flat: there all count,
    // unless it is there for want of rows, which says nothing of one more than of another.
    private Matrix<double> Along(Matrix<double> heldOut, int flat)
    {
        var mean = flat == 0 ? 0 : Enumerable.Range(0, flat).Average(k => heldOut[k, k]);
        return heldOut.MapIndexed((i, j, value) => i >= flat || j >= flat ? i == j ? value : 0
            : _rows > size ? value : i == j ? mean : 0);
    }

    private Matrix<double> Full(double[] scatter) =>
        Matrix<double>.Build.Dense(size, size, (i, j) => scatter[Math.Max(i, j) * size + Math.Min(i, j)]);

    private static Matrix<double> Scaled(Matrix<double> matrix, Vector<double> scales) =>
        matrix.MapIndexed((i, j, value) => scales[i] * value * scales[j]);

    // The directions of least variance first, and how many have none.
    private static (Matrix<double> Vectors, int Flat) Directions(Matrix<double> matrix)
    {
        var evd = matrix.Evd(Symmetricity.Symmetric);
        double[] values = [.. evd.EigenValues.Select(value => value.Real)];
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(k => values[k])];
        return (Matrix<double>.Build.DenseOfColumns(order.Select(evd.EigenVectors.Column)),
            values.Count(value => value < Rounding * values.Max()));
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
