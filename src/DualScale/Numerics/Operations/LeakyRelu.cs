using System.Runtime.Intrinsics;

namespace DualScale.Numerics.Operations;

/// <summary>y = x where positive, slope · x elsewhere; with slope 0 the rectifier. NaN stays NaN.</summary>
internal sealed unsafe class LeakyRelu : Node
{
    private readonly float _slope;

    public LeakyRelu(Graph graph, Node input, float slope) : base(graph, input.Domain, input.Width, input)
    {
        if (!(slope is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(slope), slope, "The slope lies in [0, 1).");
        _slope = slope;
    }

    internal override void Forward<T>(Frame<T> frame)
    {
        var (x, y) = (frame.Value(Inputs[0]), frame.Value(this));
        var slope = Vector256.Create(T.CreateTruncating(_slope));
        for (var row = 0; row < y.Count; row++)
        {
            var source = x.At(row);
            var target = y.At(row);
            for (var j = 0; j < Width; j += Vector256<T>.Count)
            {
                var value = Vector256.Load(source + j);
                var scaled = value * slope;
                Vector256.ConditionalSelect(Vector256.GreaterThan(value, scaled), value, scaled).Store(target + j);
            }
        }
    }

    internal override void Backward<T>(Frame<T> frame)
    {
        if (!Inputs[0].RequiresGradient)
            return;
        var (y, gradient, target) = (frame.Value(this), frame.Gradient(this), frame.Gradient(Inputs[0]));
        var slope = Vector256.Create(T.CreateTruncating(_slope));
        for (var row = 0; row < gradient.Count; row++)
        {
            var value = y.At(row);
            var dy = gradient.At(row);
            var dx = target.At(row);
            for (var j = 0; j < Width; j += Vector256<T>.Count)
            {
                var upstream = Vector256.Load(dy + j);
                var positive = Vector256.GreaterThan(Vector256.Load(value + j), Vector256<T>.Zero);
                var result = Vector256.ConditionalSelect(positive, upstream, upstream * slope);
                (frame.Accumulates(this, 0) ? Vector256.Load(dx + j) + result : result).Store(dx + j);
            }
        }
    }
}
