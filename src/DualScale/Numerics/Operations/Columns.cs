namespace DualScale.Numerics.Operations;

/// <summary>y = columns first … first + width - 1 of x.</summary>
internal sealed class Columns(int first, int width) : Operation
{
    public int First => first;

    public int Width => width;

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs)
    {
        if (First < 0 || Width < 1 || First + Width > inputs[0].Width)
        {
            throw new ArgumentOutOfRangeException(
                nameof(inputs), $"Columns {First} to {First + Width - 1} do not lie in a row of {inputs[0].Width}.");
        }

        return inputs[0] with { Width = Width };
    }

    public override void Forward<T>(Frame<T> frame)
    {
        var (x, y) = (frame.Input(0), frame.Result);
        for (var row = 0; row < y.Count; row++)
            x[row].Slice(First, Width).CopyTo(y[row]);
    }

    public override void Backward<T>(Frame<T> frame)
    {
        if (!frame.RequiresGradient(0))
            return;
        var (gradient, target, adds) = (frame.ResultGradient, frame.InputGradient(0), frame.Accumulates(0));
        for (var row = 0; row < gradient.Count; row++)
        {
            if (!adds)
                target[row].Clear();
            var dy = gradient[row];
            var dx = target[row].Slice(First, Width);
            for (var j = 0; j < dy.Length; j++)
                dx[j] += dy[j];
        }
    }
}
