using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>y = a · b elementwise, either of width 1 spread over the row.</summary>
internal sealed unsafe class Multiply(Graph graph, Node left, Node right)
    : Node(graph, left.Domain, Math.Max(left.Width, right.Width), left, right)
{
    internal override void Forward<T>(Frame<T> frame)
    {
        var (a, b, y) = (frame.Value(Inputs[0]), frame.Value(Inputs[1]), frame.Value(this));
        for (var row = 0; row < y.Count; row++)
        {
            if (a.Width == b.Width)
                Elementwise.Multiply(a.At(row), b.At(row), y.At(row), y.Width);
            else if (a.Width > b.Width)
                Elementwise.Scale(a.At(row), *b.At(row), y.At(row), y.Width);
            else
                Elementwise.Scale(b.At(row), *a.At(row), y.At(row), y.Width);
        }
    }

    internal override void Backward<T>(Frame<T> frame)
    {
        var gradient = frame.Gradient(this);
        for (var i = 0; i < Inputs.Length; i++)
        {
            if (!Inputs[i].RequiresGradient)
                continue;
            var (target, other) = (frame.Gradient(Inputs[i]), frame.Value(Inputs[1 - i]));
            for (var row = 0; row < gradient.Count; row++)
            {
                if (!frame.Accumulates(this, i))
                    target[row].Clear();
                if (target.Width < gradient.Width)
                    *target.At(row) += Elementwise.Dot(gradient.At(row), other.At(row), gradient.Width);
                else if (other.Width < gradient.Width)
                    Elementwise.AddScaled(gradient.At(row), *other.At(row), target.At(row), target.Width);
                else
                    Elementwise.MultiplyAdd(gradient.At(row), other.At(row), target.At(row), target.Width);
            }
        }
    }
}
