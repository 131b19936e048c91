using DualScale.Numerics;

namespace DualScale.Denoisers;

/// <summary>The papers' baseline: one trunk on the embeddings of the coordinates and of the timestep (docs/models.md, section 3).</summary>
/// <param name="size">The network's sizes; the papers' where null.</param>
public sealed class BaselineDenoiser(NetworkSize? size = null) : IDenoiser
{
    /// <summary>The network's sizes. Default the papers'.</summary>
    public NetworkSize Size { get; } = size ?? new NetworkSize();

    /// <inheritdoc/>
    public Node PredictNoise(Graph graph, DenoiserInput input)
    {
        var coordinates = Embeddings.Coordinates(graph, Size, input.X);
        var time = Embeddings.Timestep(graph, Size, input.Timestep);
        return Trunk.Build(graph, "network", Size, input.X.Width, deepTail: false, Embeddings.Concatenate(coordinates, time, input.NoiseFactor));
    }
}
