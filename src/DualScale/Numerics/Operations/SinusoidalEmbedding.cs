using System.Runtime.Intrinsics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>
/// For each number of a row, v = scale · number: sin(v·f_i) and then cos(v·f_i), f_i = 10000^(-i/(half - 1)), i = 0 … half - 1
/// (docs/models.md, section 3).
/// </summary>
internal sealed unsafe class SinusoidalEmbedding : Operation
{
    private readonly int _half;
    private readonly float[] _frequencies;

    public SinusoidalEmbedding(int dimension, float scale)
    {
        if (dimension < 4 || dimension % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(dimension), dimension, "An embedding has an even dimension of at least 4.");
        }

        Scale = scale;
        _half = dimension / 2;
        _frequencies = new float[(_half + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count];
        var decay = MathF.Log(10000) / (_half - 1);
        for (var i = 0; i < _half; i++)
            _frequencies[i] = MathF.Exp(i * -decay);
    }

    /// <summary>Numbers in one embedding.</summary>
    public int Dimension => 2 * _half;

    /// <summary>The factor before the embedding.</summary>
    public float Scale { get; }

    /// <summary>f.</summary>
    public ReadOnlySpan<float> Frequencies => _frequencies.AsSpan(0, _half);

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => inputs[0] with { Width = inputs[0].Width * Dimension };

    public override void Forward<T>(Frame<T> frame)
    {
        var (x, y) = (frame.Input(0), frame.Result);
        for (var row = 0; row < y.Count; row++)
        {
            var source = x[row];
            var target = y[row];
            for (var column = 0; column < source.Length; column++)
            {
                var v = source[column] * T.CreateTruncating(Scale);
                var sin = target.Slice(2 * column * _half, _half);
                var cos = target.Slice((2 * column + 1) * _half, _half);
                if (typeof(T) == typeof(float) && T.Abs(v) <= T.CreateTruncating(SineCosine.Limit))
                    Embed(float.CreateTruncating(v), Cast(sin), Cast(cos));
                else
                {
                    for (var i = 0; i < _half; i++)
                        (sin[i], cos[i]) = T.SinCos(v * T.CreateTruncating(_frequencies[i]));
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
                var (atSin, atCos) = (2 * column * _half, (2 * column + 1) * _half);
                var sum = T.Zero;
                for (var i = 0; i < _half; i++)
                {
                    var slope = dy[atSin + i] * value[atCos + i] - dy[atCos + i] * value[atSin + i];
                    sum = T.MultiplyAddEstimate(slope, T.CreateTruncating(_frequencies[i]), sum);
                }

                dx[column] = (adds ? dx[column] : T.Zero) + sum * T.CreateTruncating(Scale);
            }
        }
    }

    private static Span<float> Cast<T>(Span<T> span) where T : unmanaged =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<T, float>(span);

    private void Embed(float v, Span<float> sin, Span<float> cos)
    {
        var factor = Vector256.Create(v);
        for (var i = 0; i < _half; i += Vector256<float>.Count)
        {
            var (s, c) = SineCosine.Evaluate(factor * Vector256.Create(_frequencies, i));
            var count = Math.Min(Vector256<float>.Count, _half - i);
            if (count == Vector256<float>.Count)
            {
                s.CopyTo(sin[i..]);
                c.CopyTo(cos[i..]);
            }
            else
            {
                for (var lane = 0; lane < count; lane++)
                    (sin[i + lane], cos[i + lane]) = (s[lane], c[lane]);
            }
        }
    }
}
