using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DualScale.Numerics.Kernels;

/// <summary>
/// Sine and cosine of eight floats at once: reduction by multiples of π/2 in three parts (Cody and Waite), then the
/// single-precision polynomials of the Cephes library on [-π/4, π/4]. Within 2 units in the last place of 1 for arguments up to
/// <see cref="Limit"/>.
/// </summary>
internal static class SineCosine
{
    /// <summary>The largest magnitude the reduction is exact enough for; beyond it callers take the scalar function.</summary>
    public const float Limit = 8192;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Sin, Vector256<float> Cos) Evaluate(Vector256<float> x)
    {
        var quarter = Vector256.Round(x * 0.636619772f);
        var r = Vector256.MultiplyAddEstimate(quarter, Vector256.Create(-1.5703125f), x);
        r = Vector256.MultiplyAddEstimate(quarter, Vector256.Create(-4.837512969970703125e-4f), r);
        r = Vector256.MultiplyAddEstimate(quarter, Vector256.Create(-7.54978995489188216e-8f), r);
        var r2 = r * r;

        var sin = Vector256.MultiplyAddEstimate(r2, Vector256.Create(-1.9515295891e-4f), Vector256.Create(8.3321608736e-3f));
        sin = Vector256.MultiplyAddEstimate(sin, r2, Vector256.Create(-1.6666654611e-1f));
        sin = Vector256.MultiplyAddEstimate(sin, r2 * r, r);
        var cos = Vector256.MultiplyAddEstimate(
            r2, Vector256.Create(2.443315711809948e-5f), Vector256.Create(-1.388731625493765e-3f));
        cos = Vector256.MultiplyAddEstimate(cos, r2, Vector256.Create(4.166664568298827e-2f));
        cos = Vector256.MultiplyAddEstimate(
            cos, r2 * r2, Vector256.MultiplyAddEstimate(r2, Vector256.Create(-0.5f), Vector256<float>.One));

        // Quadrant q: odd swaps the two, bit 1 of q negates the sine, bit 1 of q + 1 the cosine.
        var quadrant = Vector256.ConvertToInt32Native(quarter);
        var swap = Vector256.Equals(quadrant & Vector256<int>.One, Vector256<int>.One).AsSingle();
        var sinSign = ((quadrant & Vector256.Create(2)) << 30).AsSingle();
        var cosSign = (((quadrant + Vector256<int>.One) & Vector256.Create(2)) << 30).AsSingle();
        return (Vector256.ConditionalSelect(swap, cos, sin) ^ sinSign, Vector256.ConditionalSelect(swap, sin, cos) ^ cosSign);
    }
}
