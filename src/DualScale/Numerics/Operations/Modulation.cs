using System.Runtime.Intrinsics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>y = x·(1 + a) + b of batch rows x, with a and b over levels.</summary>
internal sealed unsafe class Modulation : Node
{
    public Modulation(Graph graph, Node input, Node scale, Node shift)
        : base(graph, input.Domain, input.Width, input, scale, shift)
    {
        if (input.Domain != Domain.Batch || scale.Domain != Domain.Level || shift.Domain != Domain.Level
            || scale.Width != input.Width || shift.Width != input.Width)
            throw new ArgumentException($"Two nodes over levels, {input.Width} wide, modulate one of the batch.", nameof(scale));
    }

    internal override void Forward<T>(Frame<T> frame)
    {
        var (x, a, b, y) = (frame.Value(Inputs[0]), frame.Value(Inputs[1]), frame.Value(Inputs[2]), frame.Value(this));
        var one = Vector256.Create(T.One);
        for (var row = 0; row < y.Count; row++)
        {
            var level = frame.LevelOf[frame.First + row];
            var source = x.At(row);
            var scale = a.At(level);
            var shift = b.At(level);
            var target = y.At(row);
            for (var j = 0; j < Width; j += Vector256<T>.Count)
            {
                Lanes.MultiplyAdd(Vector256.Load(source + j), one + Vector256.Load(scale + j), Vector256.Load(shift + j))
                    .Store(target + j);
            }
        }
    }

    internal override void Backward<T>(Frame<T> frame)
    {
        if (!Inputs[0].RequiresGradient)
            return;
        var (a, gradient, target) = (frame.Value(Inputs[1]), frame.Gradient(this), frame.Gradient(Inputs[0]));
        var one = Vector256.Create(T.One);
        for (var row = 0; row < gradient.Count; row++)
        {
            var dy = gradient.At(row);
            var dx = target.At(row);
            var scale = a.At(frame.LevelOf[frame.First + row]);
            for (var j = 0; j < Width; j += Vector256<T>.Count)
            {
                var slope = Vector256.Load(dy + j) * (one + Vector256.Load(scale + j));
                (frame.Accumulates(this, 0) ? Vector256.Load(dx + j) + slope : slope).Store(dx + j);
            }
        }
    }

    internal override void BackwardToLevel<T>(Frame<T> frame)
    {
        if (Inputs[2].RequiresGradient)
            SegmentSum.Run(frame, this, Inputs[2], frame.Accumulates(this, 2));
        if (!Inputs[1].RequiresGradient)
            return;
        var (x, gradient, target) = (frame.Value(Inputs[0]), frame.Gradient(this), frame.Gradient(Inputs[1]));
        for (var row = 0; row < target.Count; row++)
        {
            if (!frame.Accumulates(this, 1))
                new Span<T>(target.At(row), target.Stride).Clear();
            foreach (var member in frame.MembersOf(frame.First + row))
                Elementwise.MultiplyAdd(gradient.At(member), x.At(member), target.At(row), Width);
        }
    }
}
