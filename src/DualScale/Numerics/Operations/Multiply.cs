using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>y = a · b elementwise, either of width 1 spread over the row.</summary>
internal sealed unsafe class Multiply : Operation
{
    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => Broadcast.ShapeOf(inputs);

    public override void Forward<T>(Frame<T> frame)
    {
        var (a, b, y) = (frame.Input(0), frame.Input(1), frame.Result);
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

    public override void Backward<T>(Frame<T> frame)
    {
        var gradient = frame.ResultGradient;
        for (var i = 0; i < 2; i++)
        {
            if (!frame.RequiresGradient(i))
                continue;
            var (target, other, adds) = (frame.InputGradient(i), frame.Input(1 - i), frame.Accumulates(i));
            for (var row = 0; row < gradient.Count; row++)
            {
                if (!adds)
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
