using DualScale.Denoisers;
using DualScale.Numerics;

namespace DualScale.Tests.Diffusion.Likelihood;

/// <summary>
/// The exact clean point of two equal normals of variance v around ±m in one column, and one of variance v in the other: g·x +
/// (1 - g)·m·tanh(m·x/(v + σ²)), g = v/(v + σ²).
/// </summary>
internal sealed record MixtureDenoiser(double Mean, double Variance, double LeastSigma, double MostSigma) : IDenoiser
{
    public Node Predict(Graph graph, DenoiserInput input)
    {
        var normal = new NormalDenoiser([Variance, Variance], [[1, 0], [0, 1]], LeastSigma, MostSigma);
        var g = normal.Share(graph, input.Level, Variance);

        // x/(v + σ²) = (1 + (1 - v)/v·g)·x/(1 + σ²), and tanh z = 2/(1 + e^(-2z)) - 1.
        var part = graph.Affine(g, (1 - Variance) / Variance, 1) * graph.Column(input.Posterior.Mean, 0);
        var tanh = graph.Affine(graph.Sigmoid(graph.Affine(part, 2 * Mean, 0)), 2, -1);
        return normal.Predict(graph, input) + graph.Project((1 - g) * (Mean * tanh), [[1f], [0f]]);
    }
}
