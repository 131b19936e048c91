namespace DualScale.Numerics.Operations;

/// <summary>y = 1 / (1 + e⁻ˣ); dx = dy · y · (1 - y).</summary>
internal sealed class Sigmoid : Operation
{
    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward<T>(Frame<T> frame)
    {
        var (x, y) = (frame.Input(0), frame.Result);
        for (var row = 0; row < y.Count; row++)
        {
            var source = x[row];
            var target = y[row];
            for (var j = 0; j < target.Length; j++)
                target[j] = T.One / (T.One + T.Exp(-source[j]));
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
            for (var j = 0; j < dy.Length; j++)
                dx[j] = (adds ? dx[j] : T.Zero) + dy[j] * value[j] * (T.One - value[j]);
        }
    }
}
