using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>y = a + b, either of width 1 spread over the row.</summary>
internal sealed unsafe class Add(Graph graph, Node left, Node right)
    : Node(graph, left.Domain, Math.Max(left.Width, right.Width), left, right)
{
    /// <summary>x + Linear(…) where nothing else reads the product: the product then starts from x, and this node is done.</summary>
    public void MergeIntoLinear(IReadOnlyList<Node> nodes)
    {
        var (residual, product) = (Inputs[0], Inputs[1] as Linear);
        if (product is not { Addend: null } || residual.Width != product.Width || residual.Index > product.Index || residual == product)
            return;
        if (Graph.Kept.Contains(product) || nodes.Any(node => node != this && node.Inputs.Contains(product)))
            return;
        product.StartFrom(residual);
        Alias = product;
    }

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
                    if (Accumulates[i])
                        Elementwise.Add(target.At(row), gradient.At(row), target.At(row), target.Width);
                    else
                        gradient[row].CopyTo(target[row]);
                }
                else
                {
                    var sum = Accumulates[i] ? target[row][0] : T.Zero;
                    foreach (var value in gradient[row])
                        sum += value;
                    target[row][0] = sum;
                }
            }
        }
    }
}
