using System.Runtime.Intrinsics;

namespace DualScale.Numerics.Operations;

/// <summary>y = x where positive, slope · x elsewhere; with slope 0 the rectifier. NaN stays NaN.</summary>
internal sealed unsafe class LeakyRelu : Operation
{
    public LeakyRelu(float slope)
    {
        if (!(slope is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(slope), slope, "The slope lies in [0, 1).");
        Slope = slope;
    }

    public float Slope { get; }

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward<T>(Frame<T> frame)
    {
        var (x, y) = (frame.Input(0), frame.Result);
        var slope = Vector256.Create(T.CreateTruncating(Slope));
        for (var row = 0; row < y.Count; row++)
        {
            var source = x.At(row);
            var target = y.At(row);
            for (var j = 0; j < y.Width; j += Vector256<T>.Count)
            {
                var value = Vector256.Load(source + j);
                var scaled = value * slope;
                Vector256.ConditionalSelect(Vector256.GreaterThan(value, scaled), value, scaled).Store(target + j);
            }
        }
    }

    public override void Backward<T>(Frame<T> frame)
    {
        if (!frame.RequiresGradient(0))
            return;
        var (y, gradient, target, adds) =
            (frame.Result, frame.ResultGradient, frame.InputGradient(0), frame.Accumulates(0));
        var slope = Vector256.Create(T.CreateTruncating(Slope));
        for (var row = 0; row < gradient.Count; row++)
        {
            var value = y.At(row);
            var dy = gradient.At(row);
            var dx = target.At(row);
            for (var j = 0; j < y.Width; j += Vector256<T>.Count)
            {
                var upstream = Vector256.Load(dy + j);
                var positive = Vector256.GreaterThan(Vector256.Load(value + j), Vector256<T>.Zero);
                var result = Vector256.ConditionalSelect(positive, upstream, upstream * slope);
                (adds ? Vector256.Load(dx + j) + result : result).Store(dx + j);
            }
        }
    }
}
