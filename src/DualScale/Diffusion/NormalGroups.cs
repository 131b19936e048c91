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
    private const int RowsToChooseBy = 20_000;

    private NormalGroups(DiscreteColumns columns, Matrix<double> slopes, Vector<double> offsets)
    {
        (Columns, Offsets) = (columns, [.. offsets.Select(value => (float)value)]);
        Slopes = [.. slopes.EnumerateRows().Select(row => (float[])[.. row.Select(value => (float)value)])];
    }

    public DiscreteColumns Columns { get; }

    /// <summary>P, a row for each point.</summary>
    public IReadOnlyList<float[]> Slopes { get; }

    /// <summary>p⁰.</summary>
    public IReadOnlyList<float> Offsets { get; }

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
        var slopes = wanted * centred.PseudoInverse();
        var isLinear = (slopes * centred - wanted).InfinityNorm() < Exact;
        return isLinear ? new NormalGroups(columns, slopes, shares - slopes * mean) : null;
    }

    /// <summary>
    /// Which discrete columns say most of others, by the likelihood of a normal with a mean for each group beside that of one for
    /// all, less what so many means more are worth (Schwarz 1978); null where none says enough.
    /// </summary>
    /// <param name="points">The rows.</param>
    /// <param name="columns">The others, at least 2.</param>
    /// <param name="discrete">The discrete columns.</param>
    public static int? Choose(PointSet points, IReadOnlyList<int> columns, IReadOnlyList<DiscreteColumns> discrete)
    {
        var sample = points.Thin(RowsToChooseBy);
        var alone = JointNormal.Fit(sample, columns).LogDeterminant;
        var (best, most) = ((int?)null, 0.0);
        for (var i = 0; i < discrete.Count; i++)
        {
            if (Of(discrete[i]) is not { } groups)
                continue;
            var gain = sample.Count * (alone - JointNormal.Fit(sample, columns, groups).LogDeterminant)
                - (groups.Count - 1) * columns.Count * Math.Log(sample.Count);
            if (gain > most)
                (best, most) = (i, gain);
        }

        return best;
    }

    /// <summary>The group of a row.</summary>
    public int Of(ReadOnlySpan<float> point)
    {
        var (group, most) = (0, double.NegativeInfinity);
        for (var k = 0; k < Count; k++)
        {
            var share = (double)Offsets[k];
            for (var i = 0; i < Columns.Width; i++)
                share += Slopes[k][i] * point[Columns.First + i];
            if (share > most)
                (group, most) = (k, share);
        }

        return group;
    }
}
