using System.Numerics;
using System.Runtime.Intrinsics;
using DualScale.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Diffusion;

/// <summary>λ·Σ|G - 1| over a grid (docs/models.md, section 5); its gradient is λ·sign(G - 1).</summary>
internal sealed unsafe class GridL1Penalty(Parameter grid, double weight) : IParameterLoss
{
    public double Evaluate<T>(
        ParameterValues<T> values, AlignedBuffer<T> gradients) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var value = values.Pointer(grid);
        var slope = gradients.Pointer + grid.Offset;
        var (factor, sums) = (Vector256.Create(T.CreateTruncating(weight)), Vector256<T>.Zero);
        var at = 0L;
        for (; at + Vector256<T>.Count <= grid.Length; at += Vector256<T>.Count)
        {
            var excess = Vector256.Load(value + at) - Vector256<T>.One;
            var above = Vector256.GreaterThan(excess, Vector256<T>.Zero) & factor;
            var below = Vector256.LessThan(excess, Vector256<T>.Zero) & factor;
            sums += Vector256.Abs(excess);
            (Vector256.Load(slope + at) + above - below).Store(slope + at);
        }

        var sum = Vector256.Sum(sums);
        for (; at < grid.Length; at++)
        {
            var excess = value[at] - T.One;
            sum += T.Abs(excess);
            slope[at] += excess == T.Zero ? T.Zero : T.CopySign(T.CreateTruncating(weight), excess);
        }

        return weight * double.CreateTruncating(sum);
    }
}
