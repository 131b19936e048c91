using System.Globalization;
using DualScale.Numerics;

namespace DualScale.Denoisers;

/// <summary>Linear layers with an activation between them: the papers' weight and gating networks.</summary>
public static class Perceptron
{
    /// <summary>
    /// Writes the layers; the k-th is named <c>name.2k</c>, as in a PyTorch <c>Sequential</c> with the activations between.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="widths">Width of each layer's result, the last one the perceptron's.</param>
    /// <param name="activation">What stands between the layers.</param>
    /// <param name="inputs">The inputs, standing for their concatenation.</param>
    public static Node Build(
        Graph graph, string name, ReadOnlySpan<int> widths, Func<Node, Node> activation, params ReadOnlySpan<Node> inputs)
    {
        var x = graph.Linear($"{name}.0", widths[0], inputs);
        for (var layer = 1; layer < widths.Length; layer++)
            x = graph.Linear($"{name}.{(2 * layer).ToString(CultureInfo.InvariantCulture)}", widths[layer], activation(x));
        return x;
    }
}
