using System.Runtime.Intrinsics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>y = x·σ(x), σ(x) = 1/(1 + e⁻ˣ); dx = dy·σ(x)·(1 + x·(1 - σ(x))).</summary>
internal sealed unsafe class Silu(Graph graph, Node input) : Node(graph, input.Domain, input.Width, input)
{
    internal override void Forward<T>(Frame<T> frame)
    {
        var (x, y) = (frame.Value(Inputs[0]), frame.Value(this));
        var one = Vector256.Create(T.One);
        for (var row = 0; row < y.Count; row++)
        {
            for (var j = 0; j < Width; j += Vector256<T>.Count)
            {
                var value = Vector256.Load(x.At(row) + j);
                (value * Exponential.Logistic(value, one)).Store(y.At(row) + j);
            }
        }
    }

    internal override void Backward<T>(Frame<T> frame)
    {
        if (!Inputs[0].RequiresGradient)
            return;
        var (x, gradient, target) = (frame.Value(Inputs[0]), frame.Gradient(this), frame.Gradient(Inputs[0]));
        var one = Vector256.Create(T.One);
        for (var row = 0; row < gradient.Count; row++)
        {
            for (var j = 0; j < Width; j += Vector256<T>.Count)
            {
                var value = Vector256.Load(x.At(row) + j);
                var share = Exponential.Logistic(value, one);
                var slope = Vector256.Load(gradient.At(row) + j) * share * Lanes.MultiplyAdd(value, one - share, one);
                (frame.Accumulates(this, 0) ? Vector256.Load(target.At(row) + j) + slope : slope).Store(target.At(row) + j);
            }
        }
    }
}
