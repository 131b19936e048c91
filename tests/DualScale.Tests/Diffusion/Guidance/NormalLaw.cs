using DualScale.Numerics;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>Normal columns of mean 0, in plain double precision, and what is known of some given others.</summary>
internal sealed class NormalLaw(double[,] covariance)
{
    public int Columns => covariance.GetLength(0);

    public double[,] Covariance => covariance;

    /// <summary>Correlated columns of variance 1: two common factors and noise.</summary>
    public static NormalLaw Correlated(int columns)
    {
        var factors = new float[2 * columns];
        new RandomStream(31, 77).FillNormal(0, factors);
        var covariance = new double[columns, columns];
        for (var i = 0; i < columns; i++)
        {
            for (var j = 0; j < columns; j++)
                covariance[i, j] = Raw(i, j) / Math.Sqrt(Raw(i, i) * Raw(j, j));
        }

        return new NormalLaw(covariance);

        double Raw(int i, int j) =>
            (double)factors[2 * i] * factors[2 * j] + (double)factors[2 * i + 1] * factors[2 * j + 1] + (i == j ? 0.4 : 0);
    }

    /// <summary>Mean and covariance of the columns of which the mask says no.</summary>
    public (double[] Mean, double[,] Covariance) Given(bool[] mask, double[] values)
    {
        var (weights, own) = Regression(mask);
        int[] known = [.. Places(mask, true)];
        return ([.. Enumerable.Range(0, own.GetLength(0))
            .Select(i => known.Select((column, k) => weights[i, k] * values[column]).Sum())], own);
    }

    /// <summary>Weights of the given columns in the others' mean, and the others' covariance.</summary>
    public (double[,] Weights, double[,] Covariance) Regression(bool[] mask)
    {
        int[] free = [.. Places(mask, false)], known = [.. Places(mask, true)];
        var inverse = Inverse(Part(known, known));
        var weights = Product(Part(free, known), inverse);
        var (own, less) = (Part(free, free), Product(weights, Part(known, free)));
        for (var i = 0; i < free.Length; i++)
        {
            for (var j = 0; j < free.Length; j++)
                own[i, j] -= less[i, j];
        }

        return (weights, own);
    }

    /// <summary>Σ·(Σ + σ²)⁻¹: the share of a noisy point's distance from the mean that is not noise.</summary>
    public static double[,] Gain(double[,] covariance, double sigma)
    {
        var noisy = (double[,])covariance.Clone();
        for (var i = 0; i < noisy.GetLength(0); i++)
            noisy[i, i] += sigma * sigma;
        return Product(covariance, Inverse(noisy));
    }

    public static IEnumerable<int> Places(bool[] mask, bool value) =>
        Enumerable.Range(0, mask.Length).Where(i => mask[i] == value);

    /// <summary>Rows of the law, of Philox normals.</summary>
    public float[] Draw(int rows, ulong seed)
    {
        // Column after column given those before it.
        var values = new float[rows * Columns];
        new RandomStream(seed, 78).FillNormal(0, values);
        for (var column = 0; column < Columns; column++)
        {
            var (weights, own) = Regression([.. Enumerable.Range(0, Columns).Select(i => i < column)]);
            for (var row = 0; row < rows; row++)
            {
                var of = values.AsSpan(row * Columns, Columns);
                var value = Math.Sqrt(own[0, 0]) * of[column];
                for (var before = 0; before < column; before++)
                    value += weights[0, before] * of[before];
                of[column] = (float)value;
            }
        }

        return values;
    }

    private double[,] Part(int[] rows, int[] columns)
    {
        var part = new double[rows.Length, columns.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
                part[i, j] = covariance[rows[i], columns[j]];
        }

        return part;
    }

    private static double[,] Product(double[,] a, double[,] b)
    {
        var product = new double[a.GetLength(0), b.GetLength(1)];
        for (var i = 0; i < product.GetLength(0); i++)
        {
            for (var j = 0; j < product.GetLength(1); j++)
            {
                for (var k = 0; k < a.GetLength(1); k++)
                    product[i, j] += a[i, k] * b[k, j];
            }
        }

        return product;
    }

    // Gauss and Jordan, without pivots: the matrices are positive definite.
    private static double[,] Inverse(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var (left, right) = ((double[,])matrix.Clone(), new double[n, n]);
        for (var i = 0; i < n; i++)
            right[i, i] = 1;
        for (var pivot = 0; pivot < n; pivot++)
        {
            var scale = 1 / left[pivot, pivot];
            for (var j = 0; j < n; j++)
                (left[pivot, j], right[pivot, j]) = (scale * left[pivot, j], scale * right[pivot, j]);
            for (var row = 0; row < n; row++)
            {
                var share = left[row, pivot];
                for (var j = 0; j < n && row != pivot; j++)
                {
                    left[row, j] -= share * left[pivot, j];
                    right[row, j] -= share * right[pivot, j];
                }
            }
        }

        return right;
    }
}
