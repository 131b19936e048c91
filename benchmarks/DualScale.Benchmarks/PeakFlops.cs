using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DualScale.Benchmarks;

/// <summary>
/// Measures the arithmetic peak that kernels are held against: fused multiply-adds of the widest accelerated
/// vectors, all operands in registers, on every thread at once.
/// </summary>
public static class PeakFlops
{
    // Enough independent chains to hide the latency of an FMA: 4 cycles on 2 units on x64, 4 cycles on 4 units on Arm64.
    private const int WideChains = 12;
    private const int NarrowChains = 16;

    private const int WarmUpIterations = 100_000;
    private const int TimedIterations = 10_000_000;
    private const int Runs = 7;

    /// <summary>Best of several runs of single-precision fused multiply-adds.</summary>
    /// <param name="threads">Threads that compute at the same time; one a core gives the machine's peak.</param>
    /// <returns>The rate in GFLOP/s, one multiply-add being two operations.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    public static double MeasureGigaflops(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        RunLoop(WarmUpIterations);
        return Enumerable.Range(0, Runs).Max(_ => MeasureOnce(threads));
    }

    // The workers take the time themselves: the starting thread may be woken late, when they are well under way.
    private static double MeasureOnce(int threads)
    {
        var started = new long[threads];
        var finished = new long[threads];
        using var gate = new Barrier(threads);
        var workers = Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            gate.SignalAndWait();
            started[index] = Stopwatch.GetTimestamp();
            RunLoop(TimedIterations);
            finished[index] = Stopwatch.GetTimestamp();
        })).ToList();

        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        var elapsed = Stopwatch.GetElapsedTime(started.Min(), finished.Max());
        return 2.0 * MultiplyAddsPerIteration * TimedIterations * threads / elapsed.TotalSeconds / 1e9;
    }

    // Some processors have 512-bit units that .NET does not choose by itself.
    private static bool Wide => Vector512.IsHardwareAccelerated || Avx512F.IsSupported;

    private static int MultiplyAddsPerIteration =>
        Wide ? WideChains * Vector512<float>.Count
        : Vector256.IsHardwareAccelerated ? WideChains * Vector256<float>.Count
        : NarrowChains * Vector128<float>.Count;

    private static float RunLoop(int iterations) =>
        Wide ? Loop512(iterations)
        : Vector256.IsHardwareAccelerated ? Loop256(iterations)
        : Loop128(iterations);

    // Every chain is a ← a·m + c with the fixed point 1, so that no value overflows or turns denormal.

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Loop512(int iterations)
    {
        var m = Vector512.Create(0.75f);
        var c = Vector512.Create(0.25f);
        Vector512<float> a0 = c, a1 = c, a2 = c, a3 = c, a4 = c, a5 = c, a6 = c, a7 = c, a8 = c, a9 = c, a10 = c, a11 = c;
        for (var i = 0; i < iterations; i++)
        {
            a0 = Vector512.MultiplyAddEstimate(a0, m, c);
            a1 = Vector512.MultiplyAddEstimate(a1, m, c);
            a2 = Vector512.MultiplyAddEstimate(a2, m, c);
            a3 = Vector512.MultiplyAddEstimate(a3, m, c);
            a4 = Vector512.MultiplyAddEstimate(a4, m, c);
            a5 = Vector512.MultiplyAddEstimate(a5, m, c);
            a6 = Vector512.MultiplyAddEstimate(a6, m, c);
            a7 = Vector512.MultiplyAddEstimate(a7, m, c);
            a8 = Vector512.MultiplyAddEstimate(a8, m, c);
            a9 = Vector512.MultiplyAddEstimate(a9, m, c);
            a10 = Vector512.MultiplyAddEstimate(a10, m, c);
            a11 = Vector512.MultiplyAddEstimate(a11, m, c);
        }

        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Loop256(int iterations)
    {
        var m = Vector256.Create(0.75f);
        var c = Vector256.Create(0.25f);
        Vector256<float> a0 = c, a1 = c, a2 = c, a3 = c, a4 = c, a5 = c, a6 = c, a7 = c, a8 = c, a9 = c, a10 = c, a11 = c;
        for (var i = 0; i < iterations; i++)
        {
            a0 = Vector256.MultiplyAddEstimate(a0, m, c);
            a1 = Vector256.MultiplyAddEstimate(a1, m, c);
            a2 = Vector256.MultiplyAddEstimate(a2, m, c);
            a3 = Vector256.MultiplyAddEstimate(a3, m, c);
            a4 = Vector256.MultiplyAddEstimate(a4, m, c);
            a5 = Vector256.MultiplyAddEstimate(a5, m, c);
            a6 = Vector256.MultiplyAddEstimate(a6, m, c);
            a7 = Vector256.MultiplyAddEstimate(a7, m, c);
            a8 = Vector256.MultiplyAddEstimate(a8, m, c);
            a9 = Vector256.MultiplyAddEstimate(a9, m, c);
            a10 = Vector256.MultiplyAddEstimate(a10, m, c);
            a11 = Vector256.MultiplyAddEstimate(a11, m, c);
        }

        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Loop128(int iterations)
    {
        var m = Vector128.Create(0.75f);
        var c = Vector128.Create(0.25f);
        Vector128<float> a0 = c, a1 = c, a2 = c, a3 = c, a4 = c, a5 = c, a6 = c, a7 = c;
        Vector128<float> b0 = c, b1 = c, b2 = c, b3 = c, b4 = c, b5 = c, b6 = c, b7 = c;
        for (var i = 0; i < iterations; i++)
        {
            a0 = Vector128.MultiplyAddEstimate(a0, m, c);
            a1 = Vector128.MultiplyAddEstimate(a1, m, c);
            a2 = Vector128.MultiplyAddEstimate(a2, m, c);
            a3 = Vector128.MultiplyAddEstimate(a3, m, c);
            a4 = Vector128.MultiplyAddEstimate(a4, m, c);
            a5 = Vector128.MultiplyAddEstimate(a5, m, c);
            a6 = Vector128.MultiplyAddEstimate(a6, m, c);
            a7 = Vector128.MultiplyAddEstimate(a7, m, c);
            b0 = Vector128.MultiplyAddEstimate(b0, m, c);
            b1 = Vector128.MultiplyAddEstimate(b1, m, c);
            b2 = Vector128.MultiplyAddEstimate(b2, m, c);
            b3 = Vector128.MultiplyAddEstimate(b3, m, c);
            b4 = Vector128.MultiplyAddEstimate(b4, m, c);
            b5 = Vector128.MultiplyAddEstimate(b5, m, c);
            b6 = Vector128.MultiplyAddEstimate(b6, m, c);
            b7 = Vector128.MultiplyAddEstimate(b7, m, c);
        }

        return Vector128.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + b0 + b1 + b2 + b3 + b4 + b5 + b6 + b7);
    }
}
