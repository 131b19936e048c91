namespace DualScale.Numerics.Operations;

/// <summary>y = columns first … first + width - 1 of x.</summary>
internal sealed class Columns : Node
{
    private readonly int _first;

    public Columns(Graph graph, Node input, int first, int width) : base(graph, input.Domain, width, input)
    {
        if (first < 0 || width < 1 || first + width > input.Width)
        {
            throw new ArgumentOutOfRangeException(
                nameof(first), $"Columns {first} to {first + width - 1} do not lie in a row of {input.Width}.");
        }

        _first = first;
    }

    internal override void Forward<T>(Frame<T> frame)
    {
        var (x, y) = (frame.Value(Inputs[0]), frame.Value(this));
        for (var row = 0; row < y.Count; row++)
            x[row].Slice(_first, Width).CopyTo(y[row]);
    }

    internal override void Backward<T>(Frame<T> frame)
    {
        if (!Inputs[0].RequiresGradient)
            return;
        var (gradient, target) = (frame.Gradient(this), frame.Gradient(Inputs[0]));
        for (var row = 0; row < gradient.Count; row++)
        {
            if (!frame.Accumulates(this, 0))
                target[row].Clear();
            var dy = gradient[row];
            var dx = target[row].Slice(_first, Width);
            for (var j = 0; j < dy.Length; j++)
                dx[j] += dy[j];
        }
    }
}
