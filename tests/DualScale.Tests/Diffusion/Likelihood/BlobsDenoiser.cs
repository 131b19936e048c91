using DualScale.Denoisers;
using DualScale.Numerics;

namespace DualScale.Tests.Diffusion.Likelihood;

/// <summary>
/// The exact clean point of equal normals of variance v around μ_k: g·x + (1 - g)·Σ w_k·μ_k, g = v/(v + σ²), with w the softmax
/// of (μ_kᵀx - |μ_k|²/2)/(v + σ²).
/// </summary>
internal sealed record BlobsDenoiser(float[][] Centres, double Variance, double LeastSigma, double MostSigma) : IDenoiser
{
    public Node Predict(Graph graph, DenoiserInput input)
    {
        var normal = new NormalDenoiser([Variance, Variance], [[1, 0], [0, 1]], LeastSigma, MostSigma);
        var g = normal.Share(graph, input.Level, Variance);

        // x/(v + σ²) = (1 + (1 - v)/v·g)·x/(1 + σ²), and 1/(v + σ²) = g/v.
        var along = graph.Project(input.Posterior.Mean, Centres);
        var gain = graph.Project(graph.Affine(g, (1 - Variance) / Variance, 1), [.. Centres.Select(_ => (float[])[1])]);
        var lengths = graph.Project(
            g, [.. Centres.Select(centre => (float[])[(float)(-centre.Sum(part => part * part) / (2 * Variance))])]);
        var weights = graph.Softmax(gain * along + lengths);
        float[][] columns = [.. Enumerable.Range(0, 2).Select(i => Centres.Select(centre => centre[i]).ToArray())];
        var share = graph.Project(1 - g, [[1f], [1f]]);
        return normal.Predict(graph, input) + share * graph.Project(weights, columns);
    }
}
