using DualScale.Tables;
using MathNet.Numerics.Distributions;

namespace DualScale.Diffusion;

/// <summary>
/// A mixture of normals that is near to the data once both are blurred: where samples may start at a level that still shows what
/// the data look like.
/// </summary>
internal sealed record NormalMixture
{
    /// <summary>The most columns that have one.</summary>
    public const int MostColumns = 3;

    private const int MostNormals = 8;
    private const int RowsOfNormal = 10;
    private const int MostRows = 2_000;
    private const int Rounds = 60;

    // Of scaled data: a hundredth of the variance that the first level adds. Of data on a scale of their own a share of theirs,
    // so that columns that are one have a root as well.
    private const double LeastVariance = 0.005, LeastShare = 1e-6;

    /// <param name="shares">How much each normal weighs, above 0, 1 in all.</param>
    /// <param name="means">The mean of each, [normals, columns].</param>
    /// <param name="covariances">The covariance of each, [normals, columns, columns].</param>
    /// <exception cref="InvalidInputException">They are none of such a mixture.</exception>
    public NormalMixture(double[] shares, double[] means, double[] covariances)
    {
        (Shares, Means, Covariances) = (shares, means, covariances);
        var isOne = shares.Length > 0 && means.Length % shares.Length == 0 && Columns is > 0 and <= MostColumns
            && covariances.Length == means.Length * Columns && shares.All(share => share > 0)
            && Math.Abs(shares.Sum() - 1) < 1e-6 && means.All(double.IsFinite)
            && Enumerable.Range(0, shares.Length).All(normal => Root(normal, 1, 0).All(double.IsFinite));
        if (!isOne)
            throw new InvalidInputException("The mixture of normals to start from is none; take an undamaged copy.");
    }

    /// <summary>How much each normal weighs.</summary>
    public double[] Shares { get; }

    /// <summary>The mean of each.</summary>
    public double[] Means { get; }

    /// <summary>The covariance of each.</summary>
    public double[] Covariances { get; }

    /// <summary>Columns of a row.</summary>
    public int Columns => Means.Length / Shares.Length;

    /// <summary>Fits one by expectation and maximisation (Dempster, Laird and Rubin 1977), from normals at random rows.</summary>
    /// <param name="points">Scaled rows, at least 2 of at most <see cref="MostColumns"/> columns; 2,000 of them are looked
    /// at.</param>
    public static NormalMixture Fit(PointSet points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var (count, columns) = (Math.Min(points.Count, MostRows), points.Columns);
        var stream = RandomStreams.Mixture();
        double[][] rows = [.. Enumerable.Range(0, count).Select(i => Array.ConvertAll(
            points[(int)((long)i * points.Count / count)].ToArray(), value => (double)value))];
        double[][] begin = [.. Enumerable.Range(0, 2 * count).Select(i => rows[stream.Below((ulong)i, count)])
            .DistinctBy(row => string.Join(' ', row)).Take(Math.Clamp(count / RowsOfNormal, 1, MostNormals))];
        var normals = begin.Length;
        var whole = Maximize(rows, [.. rows.Select(_ => 1.0)], 1);
        var mixture = new NormalMixture(
            [.. Enumerable.Repeat(1.0 / normals, normals)],
            [.. begin.SelectMany(row => row)],
            [.. Enumerable.Range(0, normals).SelectMany(_ => whole.Covariances)]);
        for (var round = 0; round < Rounds && normals > 1; round++)
            mixture = Maximize(rows, mixture.Responsibilities(rows), normals);
        return normals > 1 ? mixture : whole;
    }

    /// <summary>
    /// Turns standard normals into a draw from the mixture with the noise of a level: of the normal that a number chooses, a·μ +
    /// L·z with L·Lᵀ = a²·Σ + s²·I.
    /// </summary>
    /// <param name="choice">A standard normal number; each normal of the mixture has its share of them.</param>
    /// <param name="z">Standard normals, a number a column; the draw on return.</param>
    /// <param name="signal">a of the level.</param>
    /// <param name="noise">s of the level.</param>
    public void Draw(double choice, Span<float> z, double signal, double noise)
    {
        var (normal, rest) = (0, Normal.CDF(0, 1, choice));
        while (normal + 1 < Shares.Length && (rest -= Shares[normal]) >= 0)
            normal++;
        var root = Root(normal, signal, noise);
        for (var i = Columns - 1; i >= 0; i--)
        {
            var value = signal * Means[normal * Columns + i];
            for (var j = 0; j <= i; j++)
                value += root[i * Columns + j] * z[j];
            z[i] = (float)value;
        }
    }

    // How much of each row is of each normal, [rows, normals].
    private double[] Responsibilities(double[][] rows)
    {
        var (normals, columns) = (Shares.Length, Columns);
        double[][] roots = [.. Enumerable.Range(0, normals).Select(k => Root(k, 1, 0))];
        var constants = new double[normals];
        for (var k = 0; k < normals; k++)
        {
            constants[k] = Math.Log(Shares[k]);
            for (var i = 0; i < columns; i++)
                constants[k] -= Math.Log(roots[k][i * columns + i]);
        }

        var (found, y) = (new double[rows.Length * normals], new double[columns]);
        for (var row = 0; row < rows.Length; row++)
        {
            var shares = found.AsSpan(row * normals, normals);
            for (var k = 0; k < normals; k++)
            {
                shares[k] = constants[k];
                for (var i = 0; i < columns; i++)
                {
                    y[i] = rows[row][i] - Means[k * columns + i];
                    for (var j = 0; j < i; j++)
                        y[i] -= roots[k][i * columns + j] * y[j];
                    y[i] /= roots[k][i * columns + i];
                    shares[k] -= y[i] * y[i] / 2;
                }
            }

            var (most, sum) = (shares[0], 0.0);
            foreach (var share in shares)
                most = Math.Max(most, share);
            foreach (ref var share in shares)
                sum += share = Math.Exp(share - most);
            foreach (ref var share in shares)
                share /= sum;
        }

        return found;
    }

    // The shares, means and covariances of rows that are of the normals so much. A normal that has no row left keeps next to
    // nothing.
    private static NormalMixture Maximize(double[][] rows, double[] shares, int normals)
    {
        var columns = rows[0].Length;
        var (weights, means) = (new double[normals], new double[normals * columns]);
        var covariances = new double[normals * columns * columns];
        for (var k = 0; k < normals; k++)
        {
            weights[k] = 1e-9;
            for (var row = 0; row < rows.Length; row++)
                weights[k] += shares[row * normals + k];
            for (var i = 0; i < columns; i++)
            {
                for (var row = 0; row < rows.Length; row++)
                    means[k * columns + i] += shares[row * normals + k] * rows[row][i] / weights[k];
            }

            for (var (i, at) = (0, k * columns * columns); i < columns; i++)
            {
                for (var j = 0; j < columns; j++, at++)
                {
                    for (var row = 0; row < rows.Length; row++)
                    {
                        covariances[at] += shares[row * normals + k] * (rows[row][i] - means[k * columns + i])
                            * (rows[row][j] - means[k * columns + j]) / weights[k];
                    }

                    if (i == j)
                        covariances[at] += LeastVariance + LeastShare * covariances[at];
                }
            }
        }

        var whole = weights.Sum();
        return new NormalMixture([.. weights.Select(weight => weight / whole)], means, covariances);
    }

    // Cholesky's root of a²·Σ + s²·I, [columns, columns]; no number where there is none.
    private double[] Root(int normal, double signal, double noise)
    {
        var root = new double[Columns * Columns];
        for (var i = 0; i < Columns; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var value = signal * signal * Covariances[(normal * Columns + i) * Columns + j] + (i == j ? noise * noise : 0);
                for (var k = 0; k < j; k++)
                    value -= root[i * Columns + k] * root[j * Columns + k];
                root[i * Columns + j] = i == j ? value > 0 ? Math.Sqrt(value) : double.NaN : value / root[j * Columns + j];
            }
        }

        return root;
    }
}
