using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>The gradient of a gather: for each level row, the sum over its batch rows in their order.</summary>
internal static unsafe class SegmentSum
{
    public static void Run<T>(Frame<T> frame, Node batch, Node levels, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var source = frame.Gradient(batch);
        var target = frame.Gradient(levels);
        for (var row = 0; row < target.Count; row++)
        {
            if (!accumulate)
                new Span<T>(target.At(row), target.Stride).Clear();
            foreach (var member in frame.MembersOf(frame.First + row))
                Elementwise.Add(target.At(row), source.At(member), target.At(row), target.Width);
        }
    }
}
