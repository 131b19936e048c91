using System.Numerics;
using System.Runtime.Intrinsics;

namespace DualScale.Numerics.Kernels;

/// <summary>
/// The one matrix product behind every linear layer: forward, gradient of the data, gradient of the weights. Each element is one
/// chain of multiply-adds in the order of the sum, so every version returns the same bits.
/// </summary>
internal static class MatrixProduct
{
    /// <summary>
    /// Sums longer than this are done in parts, so that a panel of B and the rows of A stay in the first cache.
    /// </summary>
    public const int SumBlock = 128;

    public static void Run<T>(in MatrixOperands<T> operands) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Lanes.Wide)
            MatrixProduct512.Run(operands);
        else if (Vector128.IsHardwareAccelerated)
            MatrixProduct256.Run(operands);
        else
            MatrixProductScalar.Run(operands);
    }
}
