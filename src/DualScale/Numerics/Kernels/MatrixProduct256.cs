using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DualScale.Numerics.Kernels;

/// <summary>
/// The matrix product on 256-bit vectors. The tile is 6 rows of C by two vectors (by one for a last narrow strip): 12
/// accumulators, one broadcast of A against two loads of B. A last short tile repeats its last row, which stores the same
/// numbers twice; a last partial vector computes padding.
/// </summary>
internal static unsafe class MatrixProduct256
{
    private const int TileRows = 6;

    public static void Run<T>(in MatrixOperands<T> o) where T : unmanaged
    {
        var lanes = Vector256<T>.Count;
        for (var p = 0; p < o.K; p += MatrixProduct.SumBlock)
        {
            var length = Math.Min(MatrixProduct.SumBlock, o.K - p);
            var add = o.Accumulate || p > 0;
            for (var j = 0; j < o.N; j += 2 * lanes)
            {
                for (var i = 0; i < o.M; i += TileRows)
                {
                    var rows = Math.Min(TileRows, o.M - i);
                    var a = o.A + i * o.ARow + p * o.AStep;
                    var b = o.B + p * o.BStride + j;
                    var c = o.C + i * o.CStride + j;
                    if (o.N - j > lanes)
                        TwoVectors(rows, length, a, o.ARow, o.AStep, b, o.BStride, c, o.CStride, add);
                    else
                        OneVector(rows, length, a, o.ARow, o.AStep, b, o.BStride, c, o.CStride, add);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TwoVectors<T>(
        int rows, nint length, T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, bool add)
        where T : unmanaged
    {
        var lanes = Vector256<T>.Count;
        var last = rows - 1;
        var row1 = Math.Min(1, last);
        var row2 = Math.Min(2, last);
        var row3 = Math.Min(3, last);
        var row4 = Math.Min(4, last);
        var row5 = Math.Min(5, last);
        var a1 = row1 * aRow;
        var a2 = row2 * aRow;
        var a3 = row3 * aRow;
        var a4 = row4 * aRow;
        var a5 = row5 * aRow;
        Vector256<T> c00, c10, c20, c30, c40, c50;
        Vector256<T> c01, c11, c21, c31, c41, c51;
        if (add)
        {
            c00 = Vector256.Load(c);
            c01 = Vector256.Load(c + lanes);
            c10 = Vector256.Load(c + row1 * cStride);
            c11 = Vector256.Load(c + row1 * cStride + lanes);
            c20 = Vector256.Load(c + row2 * cStride);
            c21 = Vector256.Load(c + row2 * cStride + lanes);
            c30 = Vector256.Load(c + row3 * cStride);
            c31 = Vector256.Load(c + row3 * cStride + lanes);
            c40 = Vector256.Load(c + row4 * cStride);
            c41 = Vector256.Load(c + row4 * cStride + lanes);
            c50 = Vector256.Load(c + row5 * cStride);
            c51 = Vector256.Load(c + row5 * cStride + lanes);
        }
        else
        {
            c00 = c10 = c20 = c30 = c40 = c50 = Vector256<T>.Zero;
            c01 = c11 = c21 = c31 = c41 = c51 = Vector256<T>.Zero;
        }

        for (var p = length; p > 0; p--, a += aStep, b += bStride)
        {
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + lanes);
            var x = Vector256.Create(a[0]);
            c00 = Lanes.MultiplyAdd(x, b0, c00);
            c01 = Lanes.MultiplyAdd(x, b1, c01);
            x = Vector256.Create(a[a1]);
            c10 = Lanes.MultiplyAdd(x, b0, c10);
            c11 = Lanes.MultiplyAdd(x, b1, c11);
            x = Vector256.Create(a[a2]);
            c20 = Lanes.MultiplyAdd(x, b0, c20);
            c21 = Lanes.MultiplyAdd(x, b1, c21);
            x = Vector256.Create(a[a3]);
            c30 = Lanes.MultiplyAdd(x, b0, c30);
            c31 = Lanes.MultiplyAdd(x, b1, c31);
            x = Vector256.Create(a[a4]);
            c40 = Lanes.MultiplyAdd(x, b0, c40);
            c41 = Lanes.MultiplyAdd(x, b1, c41);
            x = Vector256.Create(a[a5]);
            c50 = Lanes.MultiplyAdd(x, b0, c50);
            c51 = Lanes.MultiplyAdd(x, b1, c51);
        }

        c00.Store(c);
        c01.Store(c + lanes);
        c10.Store(c + row1 * cStride);
        c11.Store(c + row1 * cStride + lanes);
        c20.Store(c + row2 * cStride);
        c21.Store(c + row2 * cStride + lanes);
        c30.Store(c + row3 * cStride);
        c31.Store(c + row3 * cStride + lanes);
        c40.Store(c + row4 * cStride);
        c41.Store(c + row4 * cStride + lanes);
        c50.Store(c + row5 * cStride);
        c51.Store(c + row5 * cStride + lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneVector<T>(
        int rows, nint length, T* a, nint aRow, nint aStep, T* b, nint bStride, T* c, nint cStride, bool add)
        where T : unmanaged
    {
        var last = rows - 1;
        var row1 = Math.Min(1, last);
        var row2 = Math.Min(2, last);
        var row3 = Math.Min(3, last);
        var row4 = Math.Min(4, last);
        var row5 = Math.Min(5, last);
        var a1 = row1 * aRow;
        var a2 = row2 * aRow;
        var a3 = row3 * aRow;
        var a4 = row4 * aRow;
        var a5 = row5 * aRow;
        Vector256<T> c00, c10, c20, c30, c40, c50;
        if (add)
        {
            c00 = Vector256.Load(c);
            c10 = Vector256.Load(c + row1 * cStride);
            c20 = Vector256.Load(c + row2 * cStride);
            c30 = Vector256.Load(c + row3 * cStride);
            c40 = Vector256.Load(c + row4 * cStride);
            c50 = Vector256.Load(c + row5 * cStride);
        }
        else
        {
            c00 = c10 = c20 = c30 = c40 = c50 = Vector256<T>.Zero;
        }

        for (var p = length; p > 0; p--, a += aStep, b += bStride)
        {
            var b0 = Vector256.Load(b);
            var x = Vector256.Create(a[0]);
            c00 = Lanes.MultiplyAdd(x, b0, c00);
            x = Vector256.Create(a[a1]);
            c10 = Lanes.MultiplyAdd(x, b0, c10);
            x = Vector256.Create(a[a2]);
            c20 = Lanes.MultiplyAdd(x, b0, c20);
            x = Vector256.Create(a[a3]);
            c30 = Lanes.MultiplyAdd(x, b0, c30);
            x = Vector256.Create(a[a4]);
            c40 = Lanes.MultiplyAdd(x, b0, c40);
            x = Vector256.Create(a[a5]);
            c50 = Lanes.MultiplyAdd(x, b0, c50);
        }

        c00.Store(c);
        c10.Store(c + row1 * cStride);
        c20.Store(c + row2 * cStride);
        c30.Store(c + row3 * cStride);
        c40.Store(c + row4 * cStride);
        c50.Store(c + row5 * cStride);
    }
}
