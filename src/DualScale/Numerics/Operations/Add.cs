using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>y = a + b, either of width 1 spread over the row.</summary>
internal sealed unsafe class Add : Operation
{
    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => Broadcast.ShapeOf(inputs);

    public override void Forward<T>(Frame<T> frame)
    {
        var (a, b, y) = (frame.Input(0), frame.Input(1), frame.Result);
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

    public override void Backward<T>(Frame<T> frame)
    {
        var gradient = frame.ResultGradient;
        for (var i = 0; i < 2; i++)
        {
            if (!frame.RequiresGradient(i))
                continue;
            var (target, adds) = (frame.InputGradient(i), frame.Accumulates(i));
            for (var row = 0; row < gradient.Count; row++)
            {
                if (target.Width == gradient.Width)
                {
                    if (adds)
                        Elementwise.Add(target.At(row), gradient.At(row), target.At(row), target.Width);
                    else
                        gradient[row].CopyTo(target[row]);
                }
                else
                {
                    var sum = adds ? target[row][0] : T.Zero;
                    foreach (var value in gradient[row])
                        sum += value;
                    target[row][0] = sum;
                }
            }
        }
    }
}
