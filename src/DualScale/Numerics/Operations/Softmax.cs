using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>y = eˣ / Σ eˣ over the row; dx = y · (dy - Σ dy · y).</summary>
internal sealed unsafe class Softmax : Operation
{
    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward<T>(Frame<T> frame)
    {
        var (x, y) = (frame.Input(0), frame.Result);
        for (var row = 0; row < y.Count; row++)
        {
            var source = x[row];
            var target = y[row];
            var largest = source[0];
            foreach (var value in source)
                largest = T.Max(largest, value);
            var sum = T.Zero;
            for (var j = 0; j < source.Length; j++)
                sum += target[j] = T.Exp(source[j] - largest);
            for (var j = 0; j < target.Length; j++)
                target[j] /= sum;
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
            var mean = Elementwise.Dot(y.At(row), gradient.At(row), gradient.Width);
            for (var j = 0; j < dy.Length; j++)
                dx[j] = (adds ? dx[j] : T.Zero) + value[j] * (dy[j] - mean);
        }
    }
}
