using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>y = a + b, either of width 1 spread over the row.</summary>
internal sealed unsafe class Add(Graph graph, Node left, Node right)
    : Node(graph, left.Domain, Math.Max(left.Width, right.Width), left, right)
{
    /// <summary>
    /// The product of x + Linear(…) where nothing else reads it: it can start from x, and this sum is done. Null where it cannot.
    /// </summary>
    public Linear? ProductToStartFrom(Graph graph) =>
        Inputs is [var residual, Linear { Addend: null } product] && residual.Width == product.Width &&
            residual.Index <= product.Index
        && residual != product && !graph.Kept.Contains(product) &&
            !graph.Nodes.Any(node => node != this && node.Inputs.Contains(product)) ? product : null;

    internal override void Forward<T>(Frame<T> frame)
    {
        var (a, b, y) = (frame.Value(Inputs[0]), frame.Value(Inputs[1]), frame.Value(this));
        for (var row = 0; row < y.Count; row++)
        {
            if (a.Width == b.Width)
                Elementwise.Add(a.At(row), b.At(row), y.At(row), y.Width);
            else
            {
                var wide = a.Width > b.Width ? a[row] : b[row];
                var one = a.Width > b.Width ? b[row][0] : a[row][0];
                var target = y[row];
                for (var j = 0; j < target.Length; j++)
                    target[j] = wide[j] + one;
            }
        }
    }

    internal override void Backward<T>(Frame<T> frame)
    {
        var gradient = frame.Gradient(this);
        for (var i = 0; i < Inputs.Length; i++)
        {
            if (!Inputs[i].RequiresGradient)
                continue;
            var target = frame.Gradient(Inputs[i]);
            for (var row = 0; row < gradient.Count; row++)
            {
                if (target.Width == gradient.Width)
                {
                    if (frame.Accumulates(this, i))
                        Elementwise.Add(target.At(row), gradient.At(row), target.At(row), target.Width);
                    else
                        gradient[row].CopyTo(target[row]);
                }
                else
                {
                    var sum = frame.Accumulates(this, i) ? target[row][0] : T.Zero;
                    foreach (var value in gradient[row])
                        sum += value;
                    target[row][0] = sum;
                }
            }
        }
    }
}
