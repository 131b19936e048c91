namespace DualScale.Numerics.Operations;

/// <summary>y_k = Σ_j u_kj·x_j with directions u that are given, not learned.</summary>
internal sealed class Projection(IReadOnlyList<IReadOnlyList<float>> directions) : Operation
{
    private readonly float[][] _directions = [.. directions.Select(direction => direction.ToArray())];

    public IReadOnlyList<IReadOnlyList<float>> Directions => _directions;

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs)
    {
        var width = inputs[0].Width;
        if (Directions.Any(direction => direction.Count != width))
            throw new ArgumentException($"A direction among {width} numbers has as many.", nameof(inputs));
        return inputs[0] with { Width = Directions.Count };
    }

    public override void Forward<T>(Frame<T> frame)
    {
        var (x, y) = (frame.Input(0), frame.Result);
        for (var row = 0; row < y.Count; row++)
        {
            var source = x[row];
            for (var k = 0; k < y.Width; k++)
            {
                var sum = T.Zero;
                for (var j = 0; j < source.Length; j++)
                    sum = T.MultiplyAddEstimate(T.CreateTruncating(_directions[k][j]), source[j], sum);
                y[row][k] = sum;
            }
        }
    }

    public override void Backward<T>(Frame<T> frame)
    {
        if (!frame.RequiresGradient(0))
            return;
        var (gradient, target, adds) = (frame.ResultGradient, frame.InputGradient(0), frame.Accumulates(0));
        for (var row = 0; row < gradient.Count; row++)
        {
            var dx = target[row];
            for (var j = 0; j < dx.Length; j++)
            {
                var sum = adds ? dx[j] : T.Zero;
                for (var k = 0; k < gradient.Width; k++)
                    sum = T.MultiplyAddEstimate(T.CreateTruncating(_directions[k][j]), gradient[row][k], sum);
                dx[j] = sum;
            }
        }
    }
}
