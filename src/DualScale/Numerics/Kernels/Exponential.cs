using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DualScale.Numerics.Kernels;

/// <summary>eˣ and what is made of it, on vectors of either precision.</summary>
internal static class Exponential
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Exp<T>(Vector256<T> x) where T : unmanaged =>
        typeof(T) == typeof(float) ? Vector256.Exp(x.AsSingle()).As<float, T>() : Vector256.Exp(x.AsDouble()).As<double, T>();

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Logistic<T>(Vector256<T> x, Vector256<T> one) where T : unmanaged => one / (one + Exp(-x));
}
