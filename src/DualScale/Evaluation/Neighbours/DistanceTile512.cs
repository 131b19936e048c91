using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DualScale.Evaluation.Neighbours;

/// <summary>The tile in four 512-bit vectors.</summary>
internal static unsafe class DistanceTile512
{
    /// <inheritdoc cref="DistanceTile.Closer"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Closer(float* tile, float* query, int columns, float limit, float* distances)
    {
        var bound = Vector512.Create(limit);
        Vector512<float> a, b, c, d;
        a = b = c = d = Vector512<float>.Zero;
        for (var end = query + columns; query < end;)
        {
            for (var stop = query + Math.Min(DistanceTile.Stride, end - query); query < stop; query++,
                tile += DistanceTile.Points)
            {
                var x = Vector512.Create(*query);
                a = Farther(a, Vector512.Load(tile) - x);
                b = Farther(b, Vector512.Load(tile + 16) - x);
                c = Farther(c, Vector512.Load(tile + 32) - x);
                d = Farther(d, Vector512.Load(tile + 48) - x);
            }

            var least = Vector512.MinNative(Vector512.MinNative(a, b), Vector512.MinNative(c, d));
            if (!Vector512.LessThanAny(least, bound))
                return 0;
        }

        a.Store(distances);
        b.Store(distances + 16);
        c.Store(distances + 32);
        d.Store(distances + 48);
        return Bits(a, bound) | Bits(b, bound) << 16 | Bits(c, bound) << 32 | Bits(d, bound) << 48;
    }

    // The control asks for the larger of both magnitudes, without a sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Farther(Vector512<float> distance, Vector512<float> difference) =>
        Avx512DQ.IsSupported
            ? Avx512DQ.Range(distance, difference, 0b1011)
            : Vector512.MaxNative(distance, Vector512.Abs(difference));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector512<float> distances, Vector512<float> bound) =>
        Vector512.LessThan(distances, bound).ExtractMostSignificantBits();
}
