using DualScale.Numerics.Kernels;

namespace DualScale.Tests.Numerics;

public sealed unsafe class TranspositionTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 8)]
    [InlineData(16, 24)]
    [InlineData(7, 19)]
    [InlineData(33, 8)]
    [InlineData(21, 130)]
    public void Every_element_changes_places(int rows, int columns)
    {
        Check<float>(rows, columns, i => i + 0.5f);
        Check<double>(rows, columns, i => i + 0.5);
    }

    private static void Check<T>(int rows, int columns, Func<int, T> valueOf) where T : unmanaged
    {
        var (stride, targetStride) = (columns + 3, rows + 5);
        var source = Enumerable.Range(0, rows * stride).Select(valueOf).ToArray();
        var target = new T[columns * targetStride];
        fixed (T* from = source, to = target)
            Transposition.Run(from, stride, to, targetStride, rows, columns);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                Assert.Equal(source[row * stride + column], target[column * targetStride + row]);
        }

        // What lies between the rows of the target stays as it was.
        for (var column = 0; column < columns; column++)
        {
            Assert.All(
                target[(column * targetStride + rows)..((column + 1) * targetStride)], value => Assert.Equal(default, value));
        }
    }
}
