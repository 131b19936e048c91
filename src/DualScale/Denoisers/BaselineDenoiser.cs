using DualScale.Numerics;

namespace DualScale.Denoisers;

/// <summary>The papers' baseline: one trunk on the embeddings of the coordinates and of the timestep (docs/models.md, section 3).</summary>
/// <param name="size">The network's sizes; the papers' where null.</param>
public sealed class BaselineDenoiser(NetworkSize? size = null) : IDenoiser
{
    private readonly NetworkSize _size = size ?? new NetworkSize();

    /// <inheritdoc/>
    public Node PredictNoise(Graph graph, DenoiserInput input)
    {
        var coordinates = Embeddings.Coordinates(graph, _size, input.X);
        var time = Embeddings.Timestep(graph, _size, input.Timestep);
        return Trunk.Build(graph, "network", _size, input.X.Width, deepTail: false, Embeddings.Concatenate(coordinates, time, input.NoiseFactor));
    }
}
