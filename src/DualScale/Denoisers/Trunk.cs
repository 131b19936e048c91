using System.Globalization;
using DualScale.Numerics;

namespace DualScale.Denoisers;

/// <summary>
/// The papers' multilayer perceptron (docs/models.md, section 3): Linear, residual blocks y = x + Linear(ReLU(x)), ReLU, Linear.
/// Layers are named by their place in a PyTorch <c>Sequential</c>.
/// </summary>
public static class Trunk
{
    /// <summary>Writes a trunk.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="size">Hidden width and number of residual blocks.</param>
    /// <param name="outputs">Width of the result.</param>
    /// <param name="deepTail">Whether a further hidden layer of half the width comes before the last: DualDiff's "increased
    /// capacity" (docs/models.md, section 6).</param>
    /// <param name="inputs">The inputs, standing for their concatenation.</param>
    public static Node Build(
        Graph graph, string name, NetworkSize size, int outputs, bool deepTail, params ReadOnlySpan<Node> inputs)
    {
        var layer = 0;
        string Next() => $"{name}.{(layer++).ToString(CultureInfo.InvariantCulture)}";

        var x = graph.Linear(Next(), size.HiddenWidth, inputs);
        for (var block = 0; block < size.ResidualBlocks; block++)
            x += graph.Linear($"{Next()}.ff", size.HiddenWidth, graph.Relu(x));
        x = Activated(x);
        if (deepTail)
            x = Activated(graph.Linear(Next(), size.HiddenWidth / 2, x));
        return graph.Linear(Next(), outputs, x);

        Node Activated(Node node)
        {
            layer++;
            return graph.Relu(node);
        }
    }
}
