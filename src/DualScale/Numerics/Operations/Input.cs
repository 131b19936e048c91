namespace DualScale.Numerics.Operations;

/// <summary>Numbers written from outside before each pass.</summary>
internal sealed class Input(Domain domain, int width, bool requiresGradient) : Operation
{
    public Domain Domain => domain;

    public int Width => width;

    public override bool RequiresGradient => requiresGradient;

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => new(Domain, Width);

    public override void Forward<T>(Frame<T> frame)
    {
    }
}
