using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DualScale.Numerics.Operations;

/// <summary>The law of adjacent columns that together are one of a few points, each with a share.</summary>
internal sealed class PointLaw
{
    // No share: e to this is nothing in either precision, and it is a number still where others are taken from it.
    private const float LogZero = -1e30f;

    private readonly float[] _logShares;
    private readonly float[] _squares;
    private readonly float[] _coordinates;
    private readonly double[] _logSharesInDouble;
    private readonly double[] _squaresInDouble;
    private readonly double[] _coordinatesInDouble;

    public PointLaw(int first, IReadOnlyList<IReadOnlyList<float>> points, IReadOnlyList<double> shares)
    {
        (First, Width, Count) = (first, points[0].Count, points.Count);
        Stride = (Count + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;
        (_logShares, _squares, _coordinates) = (new float[Stride], new float[Stride], new float[Width * Stride]);
        Array.Fill(_logShares, LogZero);
        for (var k = 0; k < Count; k++)
        {
            _logShares[k] = (float)Math.Log(shares[k]);
            _squares[k] = (float)points[k].Sum(coordinate => (double)coordinate * coordinate);
            for (var j = 0; j < Width; j++)
                _coordinates[j * Stride + k] = points[k][j];
        }

        (_logSharesInDouble, _squaresInDouble, _coordinatesInDouble) = (Widen(_logShares), Widen(_squares), Widen(_coordinates));

        static double[] Widen(float[] values) => Array.ConvertAll(values, value => (double)value);
    }

    /// <summary>The first column.</summary>
    public int First { get; }

    /// <summary>How many columns.</summary>
    public int Width { get; }

    /// <summary>How many points.</summary>
    public int Count { get; }

    /// <summary>Points with those that fill the last vector up, which have no share.</summary>
    public int Stride { get; }

    /// <summary>ln share of each point.</summary>
    public ReadOnlySpan<T> LogShares<T>() where T : unmanaged => In<T>(_logShares, _logSharesInDouble);

    /// <summary>|w|² of each point.</summary>
    public ReadOnlySpan<T> Squares<T>() where T : unmanaged => In<T>(_squares, _squaresInDouble);

    /// <summary>Coordinate <paramref name="column"/> of each point, from 0.</summary>
    public ReadOnlySpan<T> Coordinates<T>(int column) where T : unmanaged =>
        In<T>(_coordinates, _coordinatesInDouble).Slice(column * Stride, Stride);

    private static ReadOnlySpan<T> In<T>(float[] single, double[] twofold) where T : unmanaged =>
        typeof(T) == typeof(float) ? MemoryMarshal.Cast<float, T>(single) : MemoryMarshal.Cast<double, T>(twofold);
}
