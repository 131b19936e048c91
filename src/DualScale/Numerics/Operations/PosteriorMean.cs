using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>
/// E[w | x] of x = a·w + s·e with standard normal e, where columns of w have laws of their own: some together are one of a few
/// points w_k with shares π_k, Σ_k p_k·w_k with p_k ∝ π_k·e^(-|x - a·w_k|²/2s²); any other is a normal of mean 0 and variance v,
/// a·v/(a²·v + s²)·x. Inputs: x, and a and s, one number a row and without a gradient; and u, as wide as x, where more is known
/// of the points: then p_k ∝ π_k·e^(w_k·u - |x - a·w_k|²/2s²).
/// </summary>
internal sealed class PosteriorMean(IReadOnlyList<PointLaw> laws, double variance, bool isTilted) : Operation
{
    private const int Tilt = 3;

    private readonly int _mostPoints = laws.Count == 0 ? 0 : laws.Max(law => law.Stride);

    public IReadOnlyList<PointLaw> Laws => laws;

    public double Variance => variance;

    public bool IsTilted => isTilted;

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs)
    {
        foreach (var law in laws)
        {
            if (law.First < 0 || law.First + law.Width > inputs[0].Width)
            {
                throw new ArgumentException(
                    $"A law is of columns {law.First} to {law.First + law.Width - 1} of {inputs[0].Width}.", nameof(inputs));
            }
        }

        return !isTilted || inputs[Tilt] == inputs[0] ? inputs[0]
            : throw new ArgumentException($"What tilts {inputs[0].Width} columns is {inputs[Tilt].Width} wide.", nameof(inputs));
    }

    public override void Forward<T>(Frame<T> frame)
    {
        var (x, a, s, y) = (frame.Input(0), frame.Input(1), frame.Input(2), frame.Result);
        var tilt = isTilted ? frame.Input(Tilt) : default;
        Span<T> shares = stackalloc T[_mostPoints];
        for (var row = 0; row < y.Count; row++)
        {
            var (signal, spread) = (a[row][0], s[row][0]);
            var source = x[row];
            var target = y[row];
            var factor = OfNormal(signal, spread);
            for (var j = 0; j < target.Length; j++)
                target[j] = factor * source[j];
            foreach (var law in laws)
            {
                Posterior(law, source, isTilted ? tilt[row] : [], signal, spread, shares);
                for (var j = 0; j < law.Width; j++)
                    target[law.First + j] = Dot(shares[..law.Stride], law.Coordinates<T>(j));
            }
        }
    }

    // dE_i/du_j is the covariance of w_i and w_j under p, and dE_i/dx_j a/s² times that.
    public override void Backward<T>(Frame<T> frame)
    {
        var (toPoint, toTilt) = (frame.RequiresGradient(0), isTilted && frame.RequiresGradient(Tilt));
        if (!toPoint && !toTilt)
            return;
        var (x, a, s, y) = (frame.Input(0), frame.Input(1), frame.Input(2), frame.Result);
        var tilt = isTilted ? frame.Input(Tilt) : default;
        var gradient = frame.ResultGradient;
        Span<T> shares = stackalloc T[_mostPoints], slopes = stackalloc T[_mostPoints];
        Span<T> ofLaws = stackalloc T[gradient.Width];
        for (var row = 0; row < gradient.Count; row++)
        {
            var (signal, spread) = (a[row][0], s[row][0]);
            var dy = gradient[row];
            foreach (var law in laws)
            {
                Posterior(law, x[row], isTilted ? tilt[row] : [], signal, spread, shares);
                slopes.Clear();
                var mean = T.Zero;
                for (var j = 0; j < law.Width; j++)
                {
                    var g = dy[law.First + j];
                    mean += g * y[row][law.First + j];
                    var coordinates = law.Coordinates<T>(j);
                    for (var k = 0; k < law.Stride; k += Vector256<T>.Count)
                        At(slopes, k) = Lanes.MultiplyAdd(Vector256.Create(g), At(coordinates, k), At(slopes, k));
                }

                for (var k = 0; k < law.Stride; k += Vector256<T>.Count)
                    At(slopes, k) = At(shares, k) * (At(slopes, k) - Vector256.Create(mean));
                for (var j = 0; j < law.Width; j++)
                    ofLaws[law.First + j] = Dot(slopes[..law.Stride], law.Coordinates<T>(j));
            }

            if (toPoint)
            {
                Write(
                    frame.InputGradient(0)[row], frame.Accumulates(0), OfNormal(signal, spread), signal / (spread * spread), dy,
                    ofLaws);
            }

            if (toTilt)
                Write(frame.InputGradient(Tilt)[row], frame.Accumulates(Tilt), T.Zero, T.One, dy, ofLaws);
        }
    }

    private void Write<T>(Span<T> target, bool adds, T ofNormals, T ofLaws, ReadOnlySpan<T> dy, ReadOnlySpan<T> slopes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!adds)
            target.Clear();
        var next = 0;
        foreach (var law in laws)
        {
            for (; next < law.First; next++)
                target[next] += ofNormals * dy[next];
            for (; next < law.First + law.Width; next++)
                target[next] += ofLaws * slopes[next];
        }

        for (; next < target.Length; next++)
            target[next] += ofNormals * dy[next];
    }

    private T OfNormal<T>(T a, T s) where T : IBinaryFloatingPointIeee754<T>
    {
        var v = T.CreateTruncating(variance);
        return a * v / (a * a * v + s * s);
    }

    // p of each point, |x|² left out of the exponent as it is the same for all.
    private static void Posterior<T>(PointLaw law, ReadOnlySpan<T> x, ReadOnlySpan<T> tilt, T a, T s, Span<T> shares)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var largest = T.NegativeInfinity;
        var precision = T.One / (s * s);
        var ofSquare = Vector256.Create(a * a * precision / T.CreateTruncating(-2));
        for (var k = 0; k < law.Stride; k += Vector256<T>.Count)
        {
            var exponent = Lanes.MultiplyAdd(ofSquare, At(law.Squares<T>(), k), At(law.LogShares<T>(), k));
            for (var j = law.First; j < law.First + law.Width; j++)
            {
                var evidence = a * precision * x[j] + (tilt.Length > 0 ? tilt[j] : T.Zero);
                exponent = Lanes.MultiplyAdd(Vector256.Create(evidence), At(law.Coordinates<T>(j - law.First), k), exponent);
            }

            At(shares, k) = exponent;
        }

        foreach (var share in shares[..law.Count])
            largest = T.Max(largest, share);
        for (var k = 0; k < law.Stride; k += Vector256<T>.Count)
            At(shares, k) = Exponential.Exp(At(shares, k) - Vector256.Create(largest));
        var sum = T.Zero;
        foreach (var share in shares[..law.Count])
            sum += share;
        for (var k = 0; k < law.Stride; k += Vector256<T>.Count)
            At(shares, k) /= Vector256.Create(sum);
    }

    // A sum a lane, then the lanes in order, so that it rounds alike everywhere.
    private static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sums = Vector256<T>.Zero;
        for (var k = 0; k < a.Length; k += Vector256<T>.Count)
            sums = Lanes.MultiplyAdd(At(a, k), At(b, k), sums);
        var sum = T.Zero;
        for (var lane = 0; lane < Vector256<T>.Count; lane++)
            sum += sums[lane];
        return sum;
    }

    private static ref Vector256<T> At<T>(Span<T> values, int k) where T : unmanaged =>
        ref MemoryMarshal.Cast<T, Vector256<T>>(values)[k / Vector256<T>.Count];

    private static Vector256<T> At<T>(ReadOnlySpan<T> values, int k) where T : unmanaged =>
        MemoryMarshal.Cast<T, Vector256<T>>(values)[k / Vector256<T>.Count];
}
