using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DualScale.Numerics.Kernels;

/// <summary>
/// The matrix product on 512-bit vectors. The tile is 8 rows of C by two vectors (by one for a last narrow strip): 16
/// accumulators, one broadcast of A against two loads of B. A last short tile repeats its last row, which stores the same
/// numbers twice; a last partial vector computes padding.
/// </summary>
internal static unsafe class MatrixProduct512
{
    private const int TileRows = 8;

    public static void Run<T>(in MatrixOperands<T> o) where T : unmanaged
    {
        var lanes = Vector512<T>.Count;
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
        var lanes = Vector512<T>.Count;
        var last = rows - 1;
        var row1 = Math.Min(1, last);
        var row2 = Math.Min(2, last);
        var row3 = Math.Min(3, last);
        var row4 = Math.Min(4, last);
        var row5 = Math.Min(5, last);
        var row6 = Math.Min(6, last);
        var row7 = Math.Min(7, last);
        var a1 = row1 * aRow;
        var a2 = row2 * aRow;
        var a3 = row3 * aRow;
        var a4 = row4 * aRow;
        var a5 = row5 * aRow;
        var a6 = row6 * aRow;
        var a7 = row7 * aRow;
        Vector512<T> c00, c10, c20, c30, c40, c50, c60, c70;
        Vector512<T> c01, c11, c21, c31, c41, c51, c61, c71;
        if (add)
        {
            c00 = Vector512.Load(c);
            c01 = Vector512.Load(c + lanes);
            c10 = Vector512.Load(c + row1 * cStride);
            c11 = Vector512.Load(c + row1 * cStride + lanes);
            c20 = Vector512.Load(c + row2 * cStride);
            c21 = Vector512.Load(c + row2 * cStride + lanes);
            c30 = Vector512.Load(c + row3 * cStride);
            c31 = Vector512.Load(c + row3 * cStride + lanes);
            c40 = Vector512.Load(c + row4 * cStride);
            c41 = Vector512.Load(c + row4 * cStride + lanes);
            c50 = Vector512.Load(c + row5 * cStride);
            c51 = Vector512.Load(c + row5 * cStride + lanes);
            c60 = Vector512.Load(c + row6 * cStride);
            c61 = Vector512.Load(c + row6 * cStride + lanes);
            c70 = Vector512.Load(c + row7 * cStride);
            c71 = Vector512.Load(c + row7 * cStride + lanes);
        }
        else
        {
            c00 = c10 = c20 = c30 = c40 = c50 = c60 = c70 = Vector512<T>.Zero;
            c01 = c11 = c21 = c31 = c41 = c51 = c61 = c71 = Vector512<T>.Zero;
        }

        for (var p = length; p > 0; p--, a += aStep, b += bStride)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + lanes);
            var x = Vector512.Create(a[0]);
            c00 = Lanes.MultiplyAdd(x, b0, c00);
            c01 = Lanes.MultiplyAdd(x, b1, c01);
            x = Vector512.Create(a[a1]);
            c10 = Lanes.MultiplyAdd(x, b0, c10);
            c11 = Lanes.MultiplyAdd(x, b1, c11);
            x = Vector512.Create(a[a2]);
            c20 = Lanes.MultiplyAdd(x, b0, c20);
            c21 = Lanes.MultiplyAdd(x, b1, c21);
            x = Vector512.Create(a[a3]);
            c30 = Lanes.MultiplyAdd(x, b0, c30);
            c31 = Lanes.MultiplyAdd(x, b1, c31);
            x = Vector512.Create(a[a4]);
            c40 = Lanes.MultiplyAdd(x, b0, c40);
            c41 = Lanes.MultiplyAdd(x, b1, c41);
            x = Vector512.Create(a[a5]);
            c50 = Lanes.MultiplyAdd(x, b0, c50);
            c51 = Lanes.MultiplyAdd(x, b1, c51);
            x = Vector512.Create(a[a6]);
            c60 = Lanes.MultiplyAdd(x, b0, c60);
            c61 = Lanes.MultiplyAdd(x, b1, c61);
            x = Vector512.Create(a[a7]);
            c70 = Lanes.MultiplyAdd(x, b0, c70);
            c71 = Lanes.MultiplyAdd(x, b1, c71);
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
        c60.Store(c + row6 * cStride);
        c61.Store(c + row6 * cStride + lanes);
        c70.Store(c + row7 * cStride);
        c71.Store(c + row7 * cStride + lanes);
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
        var row6 = Math.Min(6, last);
        var row7 = Math.Min(7, last);
        var a1 = row1 * aRow;
        var a2 = row2 * aRow;
        var a3 = row3 * aRow;
        var a4 = row4 * aRow;
        var a5 = row5 * aRow;
        var a6 = row6 * aRow;
        var a7 = row7 * aRow;
        Vector512<T> c00, c10, c20, c30, c40, c50, c60, c70;
        if (add)
        {
            c00 = Vector512.Load(c);
            c10 = Vector512.Load(c + row1 * cStride);
            c20 = Vector512.Load(c + row2 * cStride);
            c30 = Vector512.Load(c + row3 * cStride);
            c40 = Vector512.Load(c + row4 * cStride);
            c50 = Vector512.Load(c + row5 * cStride);
            c60 = Vector512.Load(c + row6 * cStride);
            c70 = Vector512.Load(c + row7 * cStride);
        }
        else
        {
            c00 = c10 = c20 = c30 = c40 = c50 = c60 = c70 = Vector512<T>.Zero;
        }

        for (var p = length; p > 0; p--, a += aStep, b += bStride)
        {
            var b0 = Vector512.Load(b);
            var x = Vector512.Create(a[0]);
            c00 = Lanes.MultiplyAdd(x, b0, c00);
            x = Vector512.Create(a[a1]);
            c10 = Lanes.MultiplyAdd(x, b0, c10);
            x = Vector512.Create(a[a2]);
            c20 = Lanes.MultiplyAdd(x, b0, c20);
            x = Vector512.Create(a[a3]);
            c30 = Lanes.MultiplyAdd(x, b0, c30);
            x = Vector512.Create(a[a4]);
            c40 = Lanes.MultiplyAdd(x, b0, c40);
            x = Vector512.Create(a[a5]);
            c50 = Lanes.MultiplyAdd(x, b0, c50);
            x = Vector512.Create(a[a6]);
            c60 = Lanes.MultiplyAdd(x, b0, c60);
            x = Vector512.Create(a[a7]);
            c70 = Lanes.MultiplyAdd(x, b0, c70);
        }

        c00.Store(c);
        c10.Store(c + row1 * cStride);
        c20.Store(c + row2 * cStride);
        c30.Store(c + row3 * cStride);
        c40.Store(c + row4 * cStride);
        c50.Store(c + row5 * cStride);
        c60.Store(c + row6 * cStride);
        c70.Store(c + row7 * cStride);
    }
}
