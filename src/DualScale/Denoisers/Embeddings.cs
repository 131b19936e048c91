using DualScale.Numerics;

namespace DualScale.Denoisers;

/// <summary>The inputs of the papers' networks: each coordinate embedded, the timestep embedded, the noise factor as it is.</summary>
public static class Embeddings
{
    /// <summary>One embedding per coordinate, of 25·x (docs/models.md, section 3).</summary>
    public static Node Coordinates(Graph graph, NetworkSize size, Node x) =>
        graph.SinusoidalEmbedding(x, size.EmbeddingDimension, size.CoordinateScale);

    /// <summary>The embedding of t.</summary>
    public static Node Timestep(Graph graph, NetworkSize size, Node timestep) =>
        graph.SinusoidalEmbedding(timestep, size.EmbeddingDimension);

    /// <summary>The trunk's inputs in the papers' order: coordinates, timestep, and the noise factor where there is one.</summary>
    public static Node[] Concatenate(Node coordinates, Node timestep, Node? noiseFactor) =>
        noiseFactor is null ? [coordinates, timestep] : [coordinates, timestep, noiseFactor];
}
