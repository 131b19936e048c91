namespace DualScale.Numerics.Operations;

/// <summary>y = eˣ / Σ eˣ over the row; dx = y · (dy - Σ dy · y).</summary>
internal sealed unsafe class Softmax(Graph graph, Node input) : Node(graph, input.Domain, input.Width, input)
{
    internal override void Forward<T>(Frame<T> frame)
    {
        var (x, y) = (frame.Value(Inputs[0]), frame.Value(this));
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
            var mean = Kernels.Elementwise.Dot(y.At(row), gradient.At(row), Width);
            for (var j = 0; j < dy.Length; j++)
                dx[j] = (frame.Accumulates(this, 0) ? dx[j] : T.Zero) + value[j] * (dy[j] - mean);
        }
    }
}
