using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>The gradient of a gather: for each level row, the sum over its batch rows in their order.</summary>
internal static unsafe class SegmentSum
{
    /// <param name="frame">Level rows of an operation over the batch.</param>
    /// <param name="input">The input over levels to which the result's gradient goes.</param>
    public static void Run<T>(Frame<T> frame, int input) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (source, target, adds) = (frame.ResultGradient, frame.InputGradient(input), frame.Accumulates(input));
        for (var row = 0; row < target.Count; row++)
        {
            if (!adds)
                new Span<T>(target.At(row), target.Stride).Clear();
            foreach (var member in frame.MembersOf(frame.First + row))
                Elementwise.Add(target.At(row), source.At(member), target.At(row), target.Width);
        }
    }
}
