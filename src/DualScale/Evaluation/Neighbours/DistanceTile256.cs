using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DualScale.Evaluation.Neighbours;

/// <summary>The tile in eight 256-bit vectors.</summary>
internal static unsafe class DistanceTile256
{
    /// <inheritdoc cref="DistanceTile.Closer"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Closer(float* tile, float* query, int columns, float limit, float* distances)
    {
        var bound = Vector256.Create(limit);
        Vector256<float> a, b, c, d, e, f, g, h;
        a = b = c = d = e = f = g = h = Vector256<float>.Zero;
        for (var end = query + columns; query < end;)
        {
            for (var stop = query + Math.Min(DistanceTile.Stride, end - query); query < stop; query++,
                tile += DistanceTile.Points)
            {
                var x = Vector256.Create(*query);
                a = Farther(a, Vector256.Load(tile) - x);
                b = Farther(b, Vector256.Load(tile + 8) - x);
                c = Farther(c, Vector256.Load(tile + 16) - x);
                d = Farther(d, Vector256.Load(tile + 24) - x);
                e = Farther(e, Vector256.Load(tile + 32) - x);
                f = Farther(f, Vector256.Load(tile + 40) - x);
                g = Farther(g, Vector256.Load(tile + 48) - x);
                h = Farther(h, Vector256.Load(tile + 56) - x);
            }

            var left = Vector256.MinNative(Vector256.MinNative(a, b), Vector256.MinNative(c, d));
            var right = Vector256.MinNative(Vector256.MinNative(e, f), Vector256.MinNative(g, h));
            if (!Vector256.LessThanAny(Vector256.MinNative(left, right), bound))
                return 0;
        }

        a.Store(distances);
        b.Store(distances + 8);
        c.Store(distances + 16);
        d.Store(distances + 24);
        e.Store(distances + 32);
        f.Store(distances + 40);
        g.Store(distances + 48);
        h.Store(distances + 56);
        return Bits(a, bound) | Bits(b, bound) << 8 | Bits(c, bound) << 16 | Bits(d, bound) << 24
            | Bits(e, bound) << 32 | Bits(f, bound) << 40 | Bits(g, bound) << 48 | Bits(h, bound) << 56;
    }

    // The control asks for the larger of both magnitudes, without a sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Farther(Vector256<float> distance, Vector256<float> difference) =>
        Avx512DQ.VL.IsSupported
            ? Avx512DQ.VL.Range(distance, difference, 0b1011)
            : Vector256.MaxNative(distance, Vector256.Abs(difference));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<float> distances, Vector256<float> bound) =>
        Vector256.LessThan(distances, bound).ExtractMostSignificantBits();
}
