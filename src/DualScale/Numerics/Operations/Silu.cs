using System.Runtime.Intrinsics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>y = x·σ(x), σ(x) = 1/(1 + e⁻ˣ); dx = dy·σ(x)·(1 + x·(1 - σ(x))).</summary>
internal sealed unsafe class Silu : Operation
{
    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward<T>(Frame<T> frame)
    {
        var (x, y) = (frame.Input(0), frame.Result);
        var one = Vector256.Create(T.One);
        for (var row = 0; row < y.Count; row++)
        {
            for (var j = 0; j < y.Width; j += Vector256<T>.Count)
            {
                var value = Vector256.Load(x.At(row) + j);
                (value * Exponential.Logistic(value, one)).Store(y.At(row) + j);
            }
        }
    }

    public override void Backward<T>(Frame<T> frame)
    {
        if (!frame.RequiresGradient(0))
            return;
        var (x, gradient, target, adds) =
            (frame.Input(0), frame.ResultGradient, frame.InputGradient(0), frame.Accumulates(0));
        var one = Vector256.Create(T.One);
        for (var row = 0; row < gradient.Count; row++)
        {
            for (var j = 0; j < gradient.Width; j += Vector256<T>.Count)
            {
                var value = Vector256.Load(x.At(row) + j);
                var share = Exponential.Logistic(value, one);
                var slope = Vector256.Load(gradient.At(row) + j) * share * Lanes.MultiplyAdd(value, one - share, one);
                (adds ? Vector256.Load(target.At(row) + j) + slope : slope).Store(target.At(row) + j);
            }
        }
    }
}
