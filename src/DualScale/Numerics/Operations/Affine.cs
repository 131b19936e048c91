namespace DualScale.Numerics.Operations;

/// <summary>y = factor · x + constant.</summary>
internal sealed class Affine(
    Graph graph, Node input, double factor, double constant) : Node(graph, input.Domain, input.Width, input)
{
    internal override void Forward<T>(Frame<T> frame)
    {
        var (f, c) = (T.CreateTruncating(factor), T.CreateTruncating(constant));
        var (x, y) = (frame.Value(Inputs[0]), frame.Value(this));
        for (var row = 0; row < y.Count; row++)
        {
            var source = x[row];
            var target = y[row];
            for (var j = 0; j < target.Length; j++)
                target[j] = T.MultiplyAddEstimate(source[j], f, c);
        }
    }

    internal override void Backward<T>(Frame<T> frame)
    {
        if (!Inputs[0].RequiresGradient)
            return;
        var f = T.CreateTruncating(factor);
        var (gradient, target) = (frame.Gradient(this), frame.Gradient(Inputs[0]));
        for (var row = 0; row < gradient.Count; row++)
        {
            var dy = gradient[row];
            var dx = target[row];
            for (var j = 0; j < dy.Length; j++)
                dx[j] = T.MultiplyAddEstimate(dy[j], f, frame.Accumulates(this, 0) ? dx[j] : T.Zero);
        }
    }
}
