using System.Numerics;
using System.Runtime.Intrinsics;

namespace DualScale.Numerics.Kernels;

/// <summary>Row loops over whole vectors; rows are padded, so the last vector may run into the padding.</summary>
internal static unsafe class Elementwise
{
    /// <summary>y = a + b.</summary>
    public static void Add<T>(T* a, T* b, T* y, int width) where T : unmanaged
    {
        for (var j = 0; j < width; j += Vector256<T>.Count)
            (Vector256.Load(a + j) + Vector256.Load(b + j)).Store(y + j);
    }

    /// <summary>y = a · b.</summary>
    public static void Multiply<T>(T* a, T* b, T* y, int width) where T : unmanaged
    {
        for (var j = 0; j < width; j += Vector256<T>.Count)
            (Vector256.Load(a + j) * Vector256.Load(b + j)).Store(y + j);
    }

    /// <summary>y = y + a · b.</summary>
    public static void MultiplyAdd<T>(T* a, T* b, T* y, int width) where T : unmanaged
    {
        for (var j = 0; j < width; j += Vector256<T>.Count)
            Lanes.MultiplyAdd(Vector256.Load(a + j), Vector256.Load(b + j), Vector256.Load(y + j)).Store(y + j);
    }

    /// <summary>y = factor · a.</summary>
    public static void Scale<T>(T* a, T factor, T* y, int width) where T : unmanaged
    {
        var f = Vector256.Create(factor);
        for (var j = 0; j < width; j += Vector256<T>.Count)
            (Vector256.Load(a + j) * f).Store(y + j);
    }

    /// <summary>y = y + factor · a.</summary>
    public static void AddScaled<T>(T* a, T factor, T* y, int width) where T : unmanaged
    {
        var f = Vector256.Create(factor);
        for (var j = 0; j < width; j += Vector256<T>.Count)
            Lanes.MultiplyAdd(Vector256.Load(a + j), f, Vector256.Load(y + j)).Store(y + j);
    }

    /// <summary>Σ a · b over exactly <paramref name="width"/> elements, in order.</summary>
    public static T Dot<T>(T* a, T* b, int width) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sum = T.Zero;
        for (var j = 0; j < width; j++)
            sum = T.MultiplyAddEstimate(a[j], b[j], sum);
        return sum;
    }
}
