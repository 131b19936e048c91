using DualScale.Numerics;

namespace DualScale.Denoisers;

/// <summary>The inputs of the papers' networks: each coordinate embedded, and the level embedded.</summary>
public static class Embeddings
{
    /// <summary>One embedding per coordinate, of 25·x (docs/models.md, section 3).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="size">The embedding's dimension and the factor before it.</param>
    /// <param name="x">The coordinates.</param>
    public static Node Coordinates(Graph graph, NetworkSize size, Node x)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(size);
        return graph.SinusoidalEmbedding(x, size.EmbeddingDimension, size.CoordinateScale);
    }

    /// <summary>The embedding of the level.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="size">The embedding's dimension.</param>
    /// <param name="level">The level, such as the timestep t.</param>
    public static Node Level(Graph graph, NetworkSize size, Node level)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(size);
        return graph.SinusoidalEmbedding(level, size.EmbeddingDimension);
    }
}
