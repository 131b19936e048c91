using System.Numerics;

namespace DualScale.Evaluation.Quality;

/// <summary>The nearest points of each of some rows.</summary>
internal sealed class NearestRows(int rows, int k)
{
    private readonly float[] _distances = new float[rows * k];

    /// <summary>How many rows there are.</summary>
    public int Rows => rows;

    /// <summary>The first of the nearest points of each row.</summary>
    public int[] Index { get; } = new int[rows];

    /// <summary>How many points are as near as that.</summary>
    public int[] Ties { get; } = new int[rows];

    /// <summary>The squared distance to a row's nearest point, the next one for <paramref name="rank"/> 1, and so on.</summary>
    public float Squared(int row, int rank = 0) => _distances[row * k + rank];

    /// <summary>The distances of all rows to their nearest points.</summary>
    public double[] Distances() => [.. Enumerable.Range(0, rows).Select(row => Math.Sqrt(Squared(row)))];

    /// <summary>The squared distances of all rows to their neighbours of a rank, from 0.</summary>
    public float[] Reach(int rank) => [.. Enumerable.Range(0, rows).Select(row => Squared(row, rank))];

    /// <summary>Forgets what a row has found.</summary>
    public void Clear(int row) => _distances.AsSpan(row * k, k).Fill(float.PositiveInfinity);

    /// <summary>Takes the distances from a row to a block of points.</summary>
    public void Take(int row, int first, ReadOnlySpan<float> distances)
    {
        var found = _distances.AsSpan(row * k, k);
        var lanes = Vector<float>.Count;
        for (var lane = 0; lane < distances.Length; lane += lanes)
        {
            if (!Vector.LessThanOrEqualAny(new Vector<float>(distances[lane..]), new Vector<float>(found[^1])))
                continue;
            for (var i = lane; i < lane + lanes; i++)
            {
                var distance = distances[i];
                if (distance > found[^1] || float.IsPositiveInfinity(distance))
                    continue;
                if (distance < found[0])
                    (Index[row], Ties[row]) = (first + i, 1);
                else if (distance == found[0])
                    Ties[row]++;
                var place = k - 1;
                if (distance >= found[place])
                    continue;
                for (; place > 0 && found[place - 1] > distance; place--)
                    found[place] = found[place - 1];
                found[place] = distance;
            }
        }
    }
}
