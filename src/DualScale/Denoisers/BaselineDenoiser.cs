using DualScale.Numerics;

namespace DualScale.Denoisers;

/// <summary>
/// The papers' baseline: one trunk on the embeddings of the coordinates and of the level (docs/models.md, section 3).
/// </summary>
public sealed record BaselineDenoiser : IDenoiser
{
    /// <summary>Creates the network.</summary>
    /// <param name="size">Its sizes; the papers' where null, the default.</param>
    public BaselineDenoiser(NetworkSize? size = null) => Size = size ?? new NetworkSize();

    /// <summary>The network's sizes. Default the papers'.</summary>
    public NetworkSize Size { get; init; }

    /// <inheritdoc/>
    public Node Predict(Graph graph, DenoiserInput input)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(input);
        var coordinates = Embeddings.Coordinates(graph, Size, input.X);
        var level = Embeddings.Level(graph, Size, input.Level);
        return Trunk.Build(graph, "network", Size, input.X.Width, deepTail: false, [coordinates, level, .. input.Extras]);
    }
}
