using DualScale.Denoisers;
using DualScale.Numerics;

namespace OwnParts;

/// <summary>A denoiser of one's own: a plain perceptron with one gated skip, ε = s(t)·x + (1 - s(t))·f(x, t).</summary>
internal sealed record SkipDenoiser : IDenoiser
{
    public int Width { get; init; } = 128;

    public Node Predict(Graph graph, DenoiserInput input)
    {
        var x = graph.SinusoidalEmbedding(input.X, 64, scale: 10);
        var level = graph.SinusoidalEmbedding(input.Level, 64);
        var hidden = graph.Relu(graph.Linear("hidden.0", Width, [x, level, .. input.Extras]));
        hidden = graph.Relu(hidden + graph.Linear("hidden.1", Width, hidden));
        var f = graph.Linear("output", input.X.Width, hidden);
        var s = graph.Output("skip", graph.Sigmoid(graph.Linear("skip", 1, level)));
        return s * input.X + (1 - s) * f;
    }
}
