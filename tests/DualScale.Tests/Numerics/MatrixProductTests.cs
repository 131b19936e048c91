using DualScale.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Tests.Numerics;

public sealed unsafe class MatrixProductTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 2, 2, 3 }, { 5, 7, 11 }, { 6, 16, 16 }, { 7, 17, 31 }, { 13, 33, 300 }, { 64, 256, 256 }, { 48, 100, 65 },
        { 9, 40, 513 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Vector_versions_return_the_bits_of_the_scalar_one(int m, int n, int k)
    {
        Check<float>(m, n, k, MatrixProduct256.Run);
        Check<float>(m, n, k, MatrixProduct512.Run);
        Check<double>(m, n, k, MatrixProduct256.Run);
        Check<double>(m, n, k, MatrixProduct512.Run);
    }

    private delegate void Product<T>(in MatrixOperands<T> operands) where T : unmanaged;

    private static void Check<T>(int m, int n, int k,
        Product<T> product) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        foreach (var transposed in new[] { false, true })
        {
            foreach (var accumulate in new[] { false, true })
            {
                var stride = Layout.Stride(Math.Max(Math.Max(m, n), k));
                using var a = Random<T>(stride * Math.Max(m, k), 1);
                using var b = Random<T>(stride * k, 2);
                using var wanted = Random<T>(stride * m, 3);
                using var actual = Random<T>(stride * m, 3);
                var operands = new MatrixOperands<T>
                {
                    M = m,
                    N = n,
                    K = k,
                    A = a.Pointer,
                    ARow = transposed ? 1 : stride,
                    AStep = transposed ? stride : 1,
                    B = b.Pointer,
                    BStride = stride,
                    C = wanted.Pointer,
                    CStride = stride,
                    Accumulate = accumulate,
                };
                MatrixProductScalar.Run(operands);
                operands.C = actual.Pointer;
                product(operands);
                for (var i = 0; i < m; i++)
                    Assert.Equal(wanted.Span.Slice(i * stride, n).ToArray(), actual.Span.Slice(i * stride, n).ToArray());
            }
        }
    }

    private static AlignedBuffer<T> Random<T>(int length,
        ulong stream) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var plain = new float[length];
        new RandomStream(1, stream).FillNormal(0, plain);
        var buffer = new AlignedBuffer<T>(length);
        for (var i = 0; i < length; i++)
            buffer.Pointer[i] = T.CreateTruncating(plain[i]);
        return buffer;
    }
}
