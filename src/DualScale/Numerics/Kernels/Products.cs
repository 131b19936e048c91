using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DualScale.Numerics.Kernels;

/// <summary>Products of vectors of any length in double precision.</summary>
internal static class Products
{
    /// <summary>Σ a·b, a sum a lane and then the lanes in order, so that it rounds alike everywhere.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var left = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var right = MemoryMarshal.Cast<double, Vector256<double>>(b);
        var sums = Vector256<double>.Zero;
        for (var k = 0; k < left.Length; k++)
            sums = Lanes.MultiplyAdd(left[k], right[k], sums);
        var sum = sums[0] + sums[1] + sums[2] + sums[3];
        for (var k = left.Length * Vector256<double>.Count; k < a.Length; k++)
            sum += a[k] * b[k];
        return sum;
    }

    /// <summary>y = y + factor·a, as far as a goes.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> a, Span<double> y)
    {
        var source = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var target = MemoryMarshal.Cast<double, Vector256<double>>(y);
        var factors = Vector256.Create(factor);
        for (var k = 0; k < source.Length; k++)
            target[k] = Lanes.MultiplyAdd(factors, source[k], target[k]);
        for (var k = source.Length * Vector256<double>.Count; k < a.Length; k++)
            y[k] += factor * a[k];
    }
}
