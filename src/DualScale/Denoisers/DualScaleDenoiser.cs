using DualScale.Numerics;

namespace DualScale.Denoisers;

/// <summary>
/// Adaptive dual-scale denoising (docs/models.md, section 4): ε = w₁(t)·ε_global(x, t) + w₂(t)·ε_local(W·x + b, t).
/// </summary>
public sealed record DualScaleDenoiser : IDenoiser
{
    /// <summary>The output that holds w(t), [timesteps, 2]: global weight, local weight.</summary>
    public const string WeightsOutput = "weights";

    /// <summary>The network's sizes. Default the paper's.</summary>
    public NetworkSize Size { get; init; } = new();

    /// <summary>How the branches are weighted. Default <see cref="Weighting.Adaptive"/>.</summary>
    public Weighting Weighting { get; init; } = Weighting.Adaptive;

    /// <summary>
    /// The negative slope of the adaptive weight network's activation, in [0, 1): 0 is the ReLU of the published code and the
    /// default; the paper's formula says LeakyReLU without a slope.
    /// </summary>
    [OptionRange(0, 1, BelowMost = true)]
    public float AdaptiveSlope { get; init; }

    /// <summary>
    /// Whether the local branch embeds only as many of the upscaled coordinates as there are columns, as the published code does.
    /// Default false: all of them, as the paper says.
    /// </summary>
    public bool PublishedLocalInputs { get; init; }

    string IDenoiser.Variant => Options.NameOf(Weighting) + (PublishedLocalInputs ? ", published local inputs" : "");

    /// <inheritdoc/>
    public Node Predict(Graph graph, DenoiserInput input)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(input);
        var columns = input.X.Width;
        var time = Embeddings.Level(graph, Size, input.Level);
        var upscaled = graph.Linear("upscale", 2 * columns, input.X);
        if (PublishedLocalInputs)
            upscaled = graph.Columns(upscaled, 0, columns);

        var global = Branch("global_network", input.X);
        var local = Branch("local_network", upscaled);
        if (Weighting == Weighting.Fixed)
            return 0.5 * (global + local);

        var w = graph.Output(WeightsOutput, graph.Softmax(WeightNetwork(graph, time)));
        return graph.Column(w, 0) * global + graph.Column(w, 1) * local;

        Node Branch(string name, Node x) => Trunk.Build(
            graph, name, Size, columns, deepTail: false,
            [Embeddings.Coordinates(graph, Size, x), time, .. input.Extras]);
    }

    private Node WeightNetwork(Graph graph, Node time) => Weighting == Weighting.Improved
        ? Perceptron.Build(
            graph, "weight_network", [Size.HiddenWidth, Size.HiddenWidth / 2, 2], x => graph.LeakyRelu(x, 0.2f), time)
        : Perceptron.Build(graph, "weight_network", [Size.HiddenWidth, 2], x => graph.LeakyRelu(x, AdaptiveSlope), time);
}
