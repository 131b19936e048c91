namespace DualScale.Evaluation.Quality;

/// <summary>
/// How two columns go together. Blank numbers are left out; blank texts are a level; levels beyond the most frequent
/// ones are taken together.
/// </summary>
internal static class Association
{
    public const string Correlation = "correlation", Contingency = "Cramér's V", Ratio = "correlation ratio";
    public const int MostLevels = 30;

    /// <summary>The correlation of two columns of ranks, which is Spearman's, in [-1, 1].</summary>
    public static double OfNumbers(double[] x, double[] y)
    {
        var (n, sx, sy, sxx, syy, sxy) = (0, 0.0, 0.0, 0.0, 0.0, 0.0);
        var (middleX, middleY) = (x.Length / 2.0, y.Length / 2.0);
        for (var row = 0; row < x.Length; row++)
        {
            var (a, b) = (x[row] - middleX, y[row] - middleY);
            if (double.IsNaN(a) || double.IsNaN(b))
                continue;
            (n, sx, sy, sxx, syy, sxy) = (n + 1, sx + a, sy + b, sxx + a * a, syy + b * b, sxy + a * b);
        }

        var (vx, vy) = (sxx - sx * sx / n, syy - sy * sy / n);
        return n > 2 && vx > 1e-9 * sxx && vy > 1e-9 * syy ? (sxy - sx * sy / n) / Math.Sqrt(vx * vy) : 0;
    }

    /// <summary>Cramér's V = √(χ² / (n · (least number of levels - 1))), in [0, 1].</summary>
    public static double OfLevels(int[] x, int[] y)
    {
        var table = new double[MostLevels + 1, MostLevels + 1];
        var (ofX, ofY) = (new double[MostLevels + 1], new double[MostLevels + 1]);
        for (var row = 0; row < x.Length; row++)
        {
            table[x[row], y[row]]++;
            ofX[x[row]]++;
            ofY[y[row]]++;
        }

        var least = Math.Min(ofX.Count(count => count > 0), ofY.Count(count => count > 0));
        if (least < 2)
            return 0;
        var sum = -1.0;
        for (var i = 0; i <= MostLevels; i++)
        {
            for (var j = 0; j <= MostLevels; j++)
                sum += table[i, j] > 0 ? table[i, j] * table[i, j] / (ofX[i] * ofY[j]) : 0;
        }

        return Math.Sqrt(Math.Max(0, sum) / (least - 1));
    }

    /// <summary>η = √(variance of the levels' means / variance), of ranks, in [0, 1].</summary>
    public static double OfNumberAndLevels(double[] x, int[] levels)
    {
        var (counts, sums) = (new double[MostLevels + 1], new double[MostLevels + 1]);
        var (n, sum, squares, middle) = (0, 0.0, 0.0, x.Length / 2.0);
        for (var row = 0; row < x.Length; row++)
        {
            var a = x[row] - middle;
            if (double.IsNaN(a))
                continue;
            counts[levels[row]]++;
            sums[levels[row]] += a;
            (n, sum, squares) = (n + 1, sum + a, squares + a * a);
        }

        var whole = squares - sum * sum / n;
        if (!(n > 2 && whole > 1e-9 * squares))
            return 0;
        var between = -sum * sum / n;
        for (var level = 0; level <= MostLevels; level++)
            between += counts[level] > 0 ? sums[level] * sums[level] / counts[level] : 0;
        return Math.Sqrt(Math.Clamp(between / whole, 0, 1));
    }
}
