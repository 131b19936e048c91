using System.Runtime.Intrinsics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>
/// For each number m of a row, g_i·sin(f_i·m) and then g_i·cos(f_i·m), where g is the row's damping of each frequency. With
/// <see cref="GaussianDecay"/> before it, the expectation of sin(f_i·z) and cos(f_i·z) of a normal z with mean m.
/// </summary>
internal sealed unsafe class DampedSinusoids : Operation
{
    private readonly int _count;
    private readonly float[] _frequencies;

    public DampedSinusoids(IReadOnlyList<float> frequencies)
    {
        _count = frequencies.Count;
        _frequencies = new float[(_count + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count];
        for (var i = 0; i < _count; i++)
            _frequencies[i] = frequencies[i];
    }

    public ReadOnlySpan<float> Frequencies => _frequencies.AsSpan(0, _count);

    public override bool ReadsLevels => true;

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => inputs[0] with { Width = 2 * inputs[0].Width * _count };

    public override void Forward<T>(Frame<T> frame)
    {
        var (mean, damping, y, shared) = (frame.Input(0), frame.Input(1), frame.Result, frame.IsShared(1));
        for (var row = 0; row < y.Count; row++)
        {
            var source = mean[row];
            var decay = damping.At(shared ? frame.LevelOf[frame.First + row] : row);
            for (var column = 0; column < source.Length; column++)
            {
                var sin = y.At(row) + 2 * column * _count;
                var cos = sin + _count;
                if (typeof(T) == typeof(float) && T.Abs(source[column]) * T.CreateTruncating(_frequencies[_count - 1])
                    <= T.CreateTruncating(SineCosine.Limit))
                {
                    Embed(float.CreateTruncating(source[column]), (float*)decay, (float*)sin, (float*)cos);
                }
                else
                {
                    for (var i = 0; i < _count; i++)
                    {
                        var (s, c) = T.SinCos(source[column] * T.CreateTruncating(_frequencies[i]));
                        (sin[i], cos[i]) = (decay[i] * s, decay[i] * c);
                    }
                }
            }
        }
    }

    public override void Backward<T>(Frame<T> frame)
    {
        if (!frame.RequiresGradient(0))
            return;
        var (y, gradient, target, adds) =
            (frame.Result, frame.ResultGradient, frame.InputGradient(0), frame.Accumulates(0));
        for (var row = 0; row < gradient.Count; row++)
        {
            var value = y[row];
            var dy = gradient[row];
            var dx = target[row];
            for (var column = 0; column < dx.Length; column++)
            {
                var (atSin, atCos) = (2 * column * _count, (2 * column + 1) * _count);
                var sum = T.Zero;
                for (var i = 0; i < _count; i++)
                {
                    var slope = dy[atSin + i] * value[atCos + i] - dy[atCos + i] * value[atSin + i];
                    sum = T.MultiplyAddEstimate(slope, T.CreateTruncating(_frequencies[i]), sum);
                }

                dx[column] = (adds ? dx[column] : T.Zero) + sum;
            }
        }
    }

    private void Embed(float mean, float* decay, float* sin, float* cos)
    {
        var factor = Vector256.Create(mean);
        for (var i = 0; i < _count; i += Vector256<float>.Count)
        {
            var (s, c) = SineCosine.Evaluate(factor * Vector256.Create(_frequencies, i));
            var damping = Vector256.Load(decay + i);
            (s, c) = (s * damping, c * damping);
            if (_count - i >= Vector256<float>.Count)
            {
                s.Store(sin + i);
                c.Store(cos + i);
                continue;
            }

            for (var lane = 0; lane < _count - i; lane++)
                (sin[i + lane], cos[i + lane]) = (s[lane], c[lane]);
        }
    }
}
