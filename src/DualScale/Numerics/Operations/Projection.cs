namespace DualScale.Numerics.Operations;

/// <summary>y_k = Σ_j u_kj·x_j with directions u that are given, not learned.</summary>
internal sealed class Projection : Node
{
    private readonly float[][] _directions;

    public Projection(Graph graph, Node input, IReadOnlyList<IReadOnlyList<float>> directions)
        : base(graph, input.Domain, directions.Count, input)
    {
        if (directions.Any(direction => direction.Count != input.Width))
            throw new ArgumentException($"A direction among {input.Width} numbers has as many.", nameof(directions));
        _directions = [.. directions.Select(direction => direction.ToArray())];
    }

    internal override void Forward<T>(Frame<T> frame)
    {
        var (x, y) = (frame.Value(Inputs[0]), frame.Value(this));
        for (var row = 0; row < y.Count; row++)
        {
            var source = x[row];
            for (var k = 0; k < Width; k++)
            {
                var sum = T.Zero;
                for (var j = 0; j < source.Length; j++)
                    sum = T.MultiplyAddEstimate(T.CreateTruncating(_directions[k][j]), source[j], sum);
                y[row][k] = sum;
            }
        }
    }

    internal override void Backward<T>(Frame<T> frame)
    {
        if (!Inputs[0].RequiresGradient)
            return;
        var (gradient, target) = (frame.Gradient(this), frame.Gradient(Inputs[0]));
        for (var row = 0; row < gradient.Count; row++)
        {
            var dx = target[row];
            for (var j = 0; j < dx.Length; j++)
            {
                var sum = frame.Accumulates(this, 0) ? dx[j] : T.Zero;
                for (var k = 0; k < Width; k++)
                    sum = T.MultiplyAddEstimate(T.CreateTruncating(_directions[k][j]), gradient[row][k], sum);
                dx[j] = sum;
            }
        }
    }
}
