using DualScale.Numerics;

namespace DualScale.Diffusion;

/// <summary>
/// How a network is told of given columns (docs/conditions.md): their clean values stand in its point, a mask says which they
/// are, and waves of the values, which noise never drowns, show what depends on them sharply.
/// </summary>
internal sealed class GivenNodes
{
    // Octaves from one radian a standard deviation; wide tables, mostly of categories, have fewer of them.
    private const int MostWaves = 5, WaveBudget = 64;

    public GivenNodes(Graph graph, Node level, int columns)
    {
        Mask = graph.Input(Domain.Batch, columns);
        Values = graph.Input(Domain.Batch, columns);
        var waves = Math.Min(MostWaves, WaveBudget / columns);
        float[] frequencies = [.. Enumerable.Range(0, waves).Select(octave => (float)(1 << octave))];
        Extras = waves == 0 ? [Mask] : [Mask, graph.ExpectedSinusoids(Values, 0 * level, frequencies)];
    }

    /// <summary>Input: 1 where a column is given, else 0.</summary>
    public Node Mask { get; }

    /// <summary>Input: the clean scaled value where a column is given, else 0.</summary>
    public Node Values { get; }

    /// <summary>What the network's first layers see beside the point.</summary>
    public IReadOnlyList<Node> Extras { get; }

    /// <summary>A network's output, which is nothing where there is nothing to predict.</summary>
    public Node Silence(Node output) => (1 - Mask) * output;
}
