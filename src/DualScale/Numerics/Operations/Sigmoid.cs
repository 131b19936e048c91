namespace DualScale.Numerics.Operations;

/// <summary>y = 1 / (1 + e⁻ˣ); dx = dy · y · (1 - y).</summary>
internal sealed class Sigmoid(Graph graph, Node input) : Node(graph, input.Domain, input.Width, input)
{
    internal override void Forward<T>(Frame<T> frame)
    {
        var (x, y) = (frame.Value(Inputs[0]), frame.Value(this));
        for (var row = 0; row < y.Count; row++)
        {
            var source = x[row];
            var target = y[row];
            for (var j = 0; j < target.Length; j++)
                target[j] = T.One / (T.One + T.Exp(-source[j]));
        }
    }

    internal override void Backward<T>(Frame<T> frame)
    {
        if (!Inputs[0].RequiresGradient)
            return;
        var (y, gradient, target) = (frame.Value(this), frame.Gradient(this), frame.Gradient(Inputs[0]));
        for (var row = 0; row < gradient.Count; row++)
        {
            var value = y[row];
            var dy = gradient[row];
            var dx = target[row];
            for (var j = 0; j < dy.Length; j++)
                dx[j] = (frame.Accumulates(this, 0) ? dx[j] : T.Zero) + dy[j] * value[j] * (T.One - value[j]);
        }
    }
}
