namespace DualScale.Numerics.Operations;

/// <summary>Numbers written from outside before each pass.</summary>
internal sealed class Input : Node
{
    public Input(Graph graph, Domain domain, int width, bool requiresGradient)
        : base(graph, domain, width) => RequiresGradient = requiresGradient;

    internal override void Forward<T>(Frame<T> frame)
    {
    }
}
