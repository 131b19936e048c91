using System.Numerics;

namespace DualScale.Numerics.Kernels;

/// <summary>The matrix product as its definition reads: the reference that the vector versions are tested against.</summary>
internal static unsafe class MatrixProductScalar
{
    public static void Run<T>(in MatrixOperands<T> o) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < o.M; i++)
        {
            for (var j = 0; j < o.N; j++)
            {
                var sum = o.Accumulate ? o.C[i * o.CStride + j] : T.Zero;
                for (var p = 0; p < o.K; p++)
                    sum = T.MultiplyAddEstimate(o.A[i * o.ARow + p * o.AStep], o.B[p * o.BStride + j], sum);
                o.C[i * o.CStride + j] = sum;
            }
        }
    }
}
