using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DualScale.Numerics.Kernels;

/// <summary>
/// Copies a matrix into its transpose. Blocks of 8 x 8 floats are turned in registers; what does not fill a block goes one by
/// one.
/// </summary>
internal static unsafe class Transposition
{
    private const int Block = 8;

    /// <param name="source">[rows, columns], <paramref name="sourceStride"/> apart.</param>
    /// <param name="sourceStride">Elements from row to row.</param>
    /// <param name="target">[columns, rows], <paramref name="targetStride"/> apart.</param>
    /// <param name="targetStride">Elements from row to row.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    public static void Run<T>(
        T* source, nint sourceStride, T* target, nint targetStride, int rows, int columns) where T : unmanaged
    {
        var (wholeRows, wholeColumns) = typeof(T) == typeof(float) &&
            Avx.IsSupported ? (rows / Block * Block, columns / Block * Block) : (0, 0);
        for (var column = 0; column < wholeColumns; column += Block)
        {
            for (var row = 0; row < wholeRows; row += Block)
            {
                Turn((float*)(source + row * sourceStride + column), sourceStride,
                    (float*)(target + column * targetStride + row), targetStride);
            }
        }

        for (var row = 0; row < rows; row++)
        {
            for (var column = row < wholeRows ? wholeColumns : 0; column < columns; column++)
                target[column * targetStride + row] = source[row * sourceStride + column];
        }
    }

    // Pairs of rows are interleaved, then pairs of pairs, then halves change places.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(float* a, nint stride, float* y, nint target)
    {
        var (r0, r1, r2, r3) =
            (Vector256.Load(a), Vector256.Load(a + stride), Vector256.Load(a + 2 * stride), Vector256.Load(a + 3 * stride));
        a += 4 * stride;
        var (r4, r5, r6, r7) =
            (Vector256.Load(a), Vector256.Load(a + stride), Vector256.Load(a + 2 * stride), Vector256.Load(a + 3 * stride));
        var (s0, s1, s2, s3) = Quarter(r0, r1, r2, r3);
        var (s4, s5, s6, s7) = Quarter(r4, r5, r6, r7);
        Avx.Permute2x128(s0, s4, 0x20).Store(y);
        Avx.Permute2x128(s1, s5, 0x20).Store(y + target);
        Avx.Permute2x128(s2, s6, 0x20).Store(y + 2 * target);
        Avx.Permute2x128(s3, s7, 0x20).Store(y + 3 * target);
        y += 4 * target;
        Avx.Permute2x128(s0, s4, 0x31).Store(y);
        Avx.Permute2x128(s1, s5, 0x31).Store(y + target);
        Avx.Permute2x128(s2, s6, 0x31).Store(y + 2 * target);
        Avx.Permute2x128(s3, s7, 0x31).Store(y + 3 * target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float>, Vector256<float>, Vector256<float>, Vector256<float>) Quarter(
        Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3)
    {
        var (low01, high01) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1));
        var (low23, high23) = (Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        return (Avx.Shuffle(low01, low23, 0x44), Avx.Shuffle(low01, low23, 0xee), Avx.Shuffle(high01, high23, 0x44),
            Avx.Shuffle(high01, high23, 0xee));
    }
}
