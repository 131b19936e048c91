using DualScale.Denoisers;
using DualScale.Numerics;

namespace DualScale.Tests.Diffusion.Likelihood;

/// <summary>
/// The exact clean point of normal data of mean 0, variance v_k along direction u_k, at continuous levels: with x/(1 + σ²) at
/// hand and g = v/(v + σ²), v/(v + σ²)·x = (v + (1 - v)·g)·x/(1 + σ²).
/// </summary>
internal sealed record NormalDenoiser(double[] Variances, float[][] Directions, double LeastSigma, double MostSigma) : IDenoiser
{
    public Node Predict(Graph graph, DenoiserInput input)
    {
        var along = graph.Project(input.Posterior.Mean, Directions);
        var sum = graph.Affine(graph.Linear("unused", input.X.Width, input.X), 0, 0);
        for (var k = 0; k < Variances.Length; k++)
        {
            var v = Variances[k];
            var gain = graph.Affine(Share(graph, input.Level, v), 1 - v, v);
            sum += graph.Project(gain * graph.Column(along, k), [.. Directions[k].Select(part => (float[])[part])]);
        }

        return sum;
    }

    /// <summary>v/(v + σ²) = 1/(1 + e^(2·ln σ - ln v)); a network is told 99·ln(σ/σ_min)/ln(σ_max/σ_min).</summary>
    public Node Share(Graph graph, Node level, double v) => graph.Sigmoid(graph.Affine(
        level, -2 * Math.Log(MostSigma / LeastSigma) / 99, Math.Log(v) - 2 * Math.Log(LeastSigma)));
}
