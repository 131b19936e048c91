namespace DualScale.Numerics.Operations;

/// <summary>Numbers written from outside before each pass.</summary>
internal sealed class Input(Graph graph, Domain domain, int width) : Node(graph, domain, width)
{
    internal override void Forward<T>(Frame<T> frame)
    {
    }
}
