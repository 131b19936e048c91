namespace DualScale.Numerics.Operations;

/// <summary>What sums and products of two values have in common.</summary>
internal static class Broadcast
{
    /// <summary>Rows of the batch where either has them, as wide as the wider.</summary>
    /// <exception cref="ArgumentException">The widths differ and neither is 1.</exception>
    public static Shape ShapeOf(ReadOnlySpan<Shape> inputs)
    {
        var (left, right) = (inputs[0], inputs[1]);
        if (left.Width != right.Width && left.Width != 1 && right.Width != 1)
        {
            throw new ArgumentException(
                $"Nodes of width {left.Width} and {right.Width} do not combine; equal widths or a width of 1 do.");
        }

        return new Shape(left.Domain == right.Domain ? left.Domain : Domain.Batch, Math.Max(left.Width, right.Width));
    }
}
