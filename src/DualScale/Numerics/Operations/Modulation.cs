using System.Numerics;
using System.Runtime.Intrinsics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>y = x·(1 + a) + b of batch rows x, with a and b over levels.</summary>
internal sealed unsafe class Modulation : Operation
{
    public override bool ReadsLevels => true;

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs)
    {
        var (input, scale, shift) = (inputs[0], inputs[1], inputs[2]);
        if (input.Domain != Domain.Batch || scale.Domain != Domain.Level || shift.Domain != Domain.Level
            || scale.Width != input.Width || shift.Width != input.Width)
            throw new ArgumentException($"Two nodes over levels, {input.Width} wide, modulate one of the batch.", nameof(inputs));
        return input;
    }

    public override void Forward<T>(Frame<T> frame)
    {
        var (x, a, b, y) = (frame.Input(0), frame.Input(1), frame.Input(2), frame.Result);
        var one = Vector256.Create(T.One);
        for (var row = 0; row < y.Count; row++)
        {
            var level = frame.LevelOf[frame.First + row];
            var source = x.At(row);
            var scale = a.At(level);
            var shift = b.At(level);
            var target = y.At(row);
            for (var j = 0; j < y.Width; j += Vector256<T>.Count)
            {
                Lanes.MultiplyAdd(Vector256.Load(source + j), one + Vector256.Load(scale + j), Vector256.Load(shift + j))
                    .Store(target + j);
            }
        }
    }

    public override void Backward<T>(Frame<T> frame)
    {
        if (!frame.RequiresGradient(0))
            return;
        var (a, gradient, target, adds) =
            (frame.Input(1), frame.ResultGradient, frame.InputGradient(0), frame.Accumulates(0));
        var one = Vector256.Create(T.One);
        for (var row = 0; row < gradient.Count; row++)
        {
            var dy = gradient.At(row);
            var dx = target.At(row);
            var scale = a.At(frame.LevelOf[frame.First + row]);
            for (var j = 0; j < gradient.Width; j += Vector256<T>.Count)
            {
                var slope = Vector256.Load(dy + j) * (one + Vector256.Load(scale + j));
                (adds ? Vector256.Load(dx + j) + slope : slope).Store(dx + j);
            }
        }
    }

    public override void BackwardToLevel<T>(Frame<T> frame)
    {
        // The scale first: where it is the shift too, the latter adds to its gradient.
        if (frame.RequiresGradient(1))
            ScaleToLevel(frame);
        if (frame.RequiresGradient(2))
            SegmentSum.Run(frame, 2);
    }

    private static void ScaleToLevel<T>(Frame<T> frame) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (x, gradient, target, adds) =
            (frame.Input(0), frame.ResultGradient, frame.InputGradient(1), frame.Accumulates(1));
        for (var row = 0; row < target.Count; row++)
        {
            if (!adds)
                new Span<T>(target.At(row), target.Stride).Clear();
            foreach (var member in frame.MembersOf(frame.First + row))
                Elementwise.MultiplyAdd(gradient.At(member), x.At(member), target.At(row), target.Width);
        }
    }
}
