using System.Globalization;
using DualScale.Numerics;

namespace DualScale.Denoisers;

/// <summary>
/// DualDiff (docs/models.md, section 6): ε = g(x, t)·e₁ + (1 - g)·e₂ with a sigmoid gate; for more experts ε = Σ
/// softmax(gate)ₖ·eₖ.
/// </summary>
public sealed record DualExpertDenoiser : IDenoiser
{
    /// <summary>
    /// The output that holds the gate: [batch, 1], the first expert's share, for two experts; [batch, K] shares for more.
    /// </summary>
    public const string GateOutput = "gate";

    /// <summary>The network's sizes. Default the paper's.</summary>
    public NetworkSize Size { get; init; } = new();

    /// <summary>Experts, 2 to 16. Default 2 with the paper's sigmoid gate; a softmax gate above.</summary>
    [OptionRange(2, 16)]
    public int Experts { get; init; } = 2;

    /// <summary>Whether the gate has a second hidden layer: "enhanced gating". Default false.</summary>
    public bool EnhancedGate { get; init; }

    /// <summary>Whether the experts have a further hidden layer: "increased capacity". Default false.</summary>
    public bool IncreasedCapacity { get; init; }

    string IDenoiser.Variant => string.Create(
        CultureInfo.InvariantCulture,
        $"{Experts} experts{(EnhancedGate ? ", enhanced gate" : "")}{(IncreasedCapacity ? ", increased capacity" : "")}");

    /// <inheritdoc/>
    public Node Predict(Graph graph, DenoiserInput input)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(input);
        Node[] inputs =
            [Embeddings.Coordinates(graph, Size, input.X), Embeddings.Level(graph, Size, input.Level), .. input.Extras];
        int[] hidden = EnhancedGate ? [Size.HiddenWidth, Size.HiddenWidth / 2] : [Size.HiddenWidth];
        var logits = Perceptron.Build(graph, "gating_network", [.. hidden, Experts == 2 ? 1 : Experts], graph.Relu, inputs);
        var expert = Enumerable.Range(1, Experts).Select(k => Trunk.Build(
            graph, $"expert{k.ToString(CultureInfo.InvariantCulture)}", Size, input.X.Width, IncreasedCapacity,
            inputs)).ToArray();

        if (Experts == 2)
        {
            var g = graph.Output(GateOutput, graph.Sigmoid(logits));
            return g * expert[0] + (1 - g) * expert[1];
        }

        var gate = graph.Output(GateOutput, graph.Softmax(logits));
        return expert.Index().Select(pair => graph.Column(gate, pair.Index) * pair.Item).Aggregate((sum, term) => sum + term);
    }
}
