using DualScale.Tables;
using MathNet.Numerics.LinearAlgebra;

namespace DualScale.Diffusion;

/// <summary>
/// Discrete columns by whose points rows fall into groups. The share of each point is linear in the columns, p = P·c + p⁰, also
/// where these are a posterior mean; so no point lies in the flat that others span.
/// </summary>
internal sealed class NormalGroups
{
    private const int MostGroups = 32;
    private const double Exact = 1e-4;
    private const int FewestRows = 20;
    private const int RowsToChooseBy = 5000;

    // How many standard errors a gain must have to be one.
    private const double Surely = 2;

    private NormalGroups(DiscreteColumns columns, float[][] slopes, double[] offsets) =>
        (Columns, Slopes, Offsets) = (columns, slopes, offsets);

    public DiscreteColumns Columns { get; }

    /// <summary>P, a row for each point.</summary>
    public IReadOnlyList<float[]> Slopes { get; }

    /// <summary>p⁰.</summary>
    public IReadOnlyList<double> Offsets { get; }

    public int Count => Slopes.Count;

    /// <summary>The groups of discrete columns; null where there are too many or shares are not linear in the columns.</summary>
    public static NormalGroups? Of(DiscreteColumns columns)
    {
        var count = columns.Points.Count;
        if (count > Math.Min(MostGroups, columns.Width + 1))
            return null;
        var shares = Vector<double>.Build.DenseOfEnumerable(columns.Shares);
        var points = Matrix<double>.Build.Dense(columns.Width, count, (i, k) => columns.Points[k][i]);
        var mean = points * shares;
        var centred = Matrix<double>.Build.Dense(columns.Width, count, (i, k) => points[i, k] - mean[i]);
        var wanted = Matrix<double>.Build.Dense(count, count, (i, k) => (i == k ? 1 : 0) - shares[i]);
        var slopes = (wanted * centred.PseudoInverse()).Map(slope => (double)(float)slope);
        return (slopes * centred - wanted).InfinityNorm() < Exact ? new NormalGroups(
            columns, [.. slopes.EnumerateRows().Select(row => (float[])[.. row.Select(slope => (float)slope)])],
            [.. shares - slopes * mean]) : null;
    }

    /// <summary>
    /// Which discrete columns say most of others: a normal with a mean for each group, measured on half of the rows, makes the
    /// other half surely likelier than one for all does; null where none does.
    /// </summary>
    /// <param name="points">The rows; of many a few thousand are looked at.</param>
    /// <param name="columns">The others, at least 2.</param>
    /// <param name="discrete">The discrete columns.</param>
    public static int? Choose(PointSet points, IReadOnlyList<int> columns, IReadOnlyList<DiscreteColumns> discrete)
    {
        NormalGroups?[] candidates = [.. discrete.Select(Of)];
        if (points.Count < FewestRows || candidates.All(groups => groups is null))
            return null;
        if (points.Count > RowsToChooseBy)
            points = HoldOut.Split(points, RowsToChooseBy / (double)points.Count, RandomStreams.Groups(0)).HeldOut;
        var (one, other) = HoldOut.Split(points, 0.5, RandomStreams.Groups(1));
        var alone = LogLikelihoods(null);
        var (best, most) = ((int?)null, 0.0);
        for (var i = 0; i < candidates.Length; i++)
        {
            if (candidates[i] is not { } groups)
                continue;
            double[] gains = [.. LogLikelihoods(groups).Zip(alone, (with, without) => with - without)];
            var gain = gains.Average();
            var error = Math.Sqrt(gains.Sum(each => (each - gain) * (each - gain))) / gains.Length;
            if (gain > Math.Max(most, Surely * error))
                (best, most) = (i, gain);
        }

        return best;

        double[] LogLikelihoods(NormalGroups? groups) =>
        [
            .. JointNormal.Fit(one, columns, groups).LogLikelihoods(other, columns, groups),
            .. JointNormal.Fit(other, columns, groups).LogLikelihoods(one, columns, groups),
        ];
    }

    /// <summary>The group of each row.</summary>
    public int[] IndicesOf(PointSet points)
    {
        var (indices, shares) = (new int[points.Count], new double[Count]);
        for (var row = 0; row < indices.Length; row++)
        {
            var point = points[row].Slice(Columns.First, Columns.Width);
            for (var k = 0; k < shares.Length; k++)
            {
                shares[k] = Offsets[k];
                var slope = Slopes[k];
                for (var i = 0; i < slope.Length; i++)
                    shares[k] += slope[i] * point[i];
            }

            indices[row] = Array.IndexOf(shares, shares.Max());
        }

        return indices;
    }
}
