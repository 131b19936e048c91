namespace DualScale.Numerics.Kernels;

/// <summary>Solves K·w = z for symmetric, positive definite K by K = L·Lᵀ.</summary>
internal static class Cholesky
{
    /// <summary>Puts L into the lower triangle of K.</summary>
    /// <param name="matrix">K, row by row; its upper triangle is not read.</param>
    /// <param name="size">Rows of K.</param>
    public static void Factor(Span<double> matrix, int size)
    {
        for (var i = 0; i < size; i++)
        {
            var row = matrix.Slice(i * size, i + 1);
            for (var j = 0; j < i; j++)
                row[j] = (row[j] - Products.Dot(row[..j], matrix.Slice(j * size, j))) / matrix[j * size + j];
            row[i] = Math.Sqrt(row[i] - Products.Dot(row[..i], row[..i]));
        }
    }

    /// <summary>Puts w in place of z.</summary>
    /// <param name="factor">L.</param>
    /// <param name="z">z.</param>
    public static void Solve(ReadOnlySpan<double> factor, Span<double> z)
    {
        var size = z.Length;
        for (var i = 0; i < size; i++)
            z[i] = (z[i] - Products.Dot(factor.Slice(i * size, i), z[..i])) / factor[i * size + i];
        for (var i = size - 1; i >= 0; i--)
        {
            z[i] /= factor[i * size + i];
            Products.AddScaled(-z[i], factor.Slice(i * size, i), z);
        }
    }
}
