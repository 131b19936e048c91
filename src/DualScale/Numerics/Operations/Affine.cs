namespace DualScale.Numerics.Operations;

/// <summary>y = factor · x + constant.</summary>
internal sealed class Affine(double factor, double constant) : Operation
{
    public double Factor => factor;

    public double Constant => constant;

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward<T>(Frame<T> frame)
    {
        var (f, c) = (T.CreateTruncating(Factor), T.CreateTruncating(Constant));
        var (x, y) = (frame.Input(0), frame.Result);
        for (var row = 0; row < y.Count; row++)
        {
            var source = x[row];
            var target = y[row];
            for (var j = 0; j < target.Length; j++)
                target[j] = T.MultiplyAddEstimate(source[j], f, c);
        }
    }

    public override void Backward<T>(Frame<T> frame)
    {
        if (!frame.RequiresGradient(0))
            return;
        var f = T.CreateTruncating(Factor);
        var (gradient, target, adds) = (frame.ResultGradient, frame.InputGradient(0), frame.Accumulates(0));
        for (var row = 0; row < gradient.Count; row++)
        {
            var dy = gradient[row];
            var dx = target[row];
            for (var j = 0; j < dy.Length; j++)
                dx[j] = T.MultiplyAddEstimate(dy[j], f, adds ? dx[j] : T.Zero);
        }
    }
}
