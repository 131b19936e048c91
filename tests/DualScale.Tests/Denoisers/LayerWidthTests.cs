using DualScale.Denoisers;
using DualScale.Numerics;

namespace DualScale.Tests.Denoisers;

/// <summary>The widths of docs/models.md: plain formulas read weights of any.</summary>
public sealed class LayerWidthTests
{
    private static readonly NetworkSize Size = new() { EmbeddingDimension = 4, HiddenWidth = 12, ResidualBlocks = 1 };

    [Fact]
    public void The_further_layer_of_gates_experts_and_weights_is_half_as_wide()
    {
        var expert = Shapes(new DualExpertDenoiser { Size = Size, EnhancedGate = true, IncreasedCapacity = true });
        Assert.Equal([12, 12], expert["gating_network.0.weight"]);
        Assert.Equal([6, 12], expert["gating_network.2.weight"]);
        Assert.Equal([1, 6], expert["gating_network.4.weight"]);
        Assert.Equal([12, 12], expert["expert2.0.weight"]);
        Assert.Equal([6, 12], expert["expert2.3.weight"]);
        Assert.Equal([2, 6], expert["expert2.5.weight"]);

        var scale = Shapes(new DualScaleDenoiser { Size = Size, Weighting = Weighting.Improved });
        Assert.Equal([12, 4], scale["weight_network.0.weight"]);
        Assert.Equal([6, 12], scale["weight_network.2.weight"]);
        Assert.Equal([2, 6], scale["weight_network.4.weight"]);
    }

    private static Dictionary<string, IReadOnlyList<int>> Shapes(IDenoiser denoiser)
    {
        var graph = new Graph();
        denoiser.Predict(graph, new DenoiserInput(graph.Input(Domain.Batch, 2), graph.Input(Domain.Level, 1), []));
        return graph.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Shape);
    }
}
