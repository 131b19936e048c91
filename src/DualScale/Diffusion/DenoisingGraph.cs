using DualScale.Denoisers;
using DualScale.Numerics;

namespace DualScale.Diffusion;

/// <summary>A denoiser in a graph, with what is before it: the forward process for training, the noisy point for sampling.</summary>
internal sealed class DenoisingGraph
{
    private DenoisingGraph(Graph graph, Node timestep, Node prediction)
    {
        Graph = graph;
        Timestep = timestep;
        Prediction = prediction;
    }

    public Graph Graph { get; }

    /// <summary>Input: t of each timestep row, as a number.</summary>
    public Node Timestep { get; }

    /// <summary>Input for sampling: x_t.</summary>
    public Node? Noisy { get; private init; }

    /// <summary>Inputs for training: x_0, ε, and for each timestep √ᾱ_t and √(1 - ᾱ_t).</summary>
    public Node? Clean { get; private init; }

    public Node? Noise { get; private init; }

    public Node? SignalScale { get; private init; }

    public Node? NoiseScale { get; private init; }

    /// <summary>ε_θ(x_t, t).</summary>
    public Node Prediction { get; }

    public static DenoisingGraph ForTraining(IDenoiser denoiser, int columns)
    {
        var graph = new Graph();
        var timestep = graph.Input(Domain.Timestep, 1);
        var signalScale = graph.Input(Domain.Timestep, 1);
        var noiseScale = graph.Input(Domain.Timestep, 1);
        var clean = graph.Input(Domain.Batch, columns);
        var noise = graph.Input(Domain.Batch, columns);

        // x_t = √ᾱ_t·x_0 + √(1 - ᾱ_t)·ε
        var noisy = signalScale * clean + noiseScale * noise;
        return new DenoisingGraph(graph, timestep, denoiser.PredictNoise(graph, new DenoiserInput(noisy, timestep)))
        {
            Noisy = noisy,
            Clean = clean,
            Noise = noise,
            SignalScale = signalScale,
            NoiseScale = noiseScale,
        };
    }

    public static DenoisingGraph ForSampling(IDenoiser denoiser, int columns)
    {
        var graph = new Graph();
        var timestep = graph.Input(Domain.Timestep, 1);
        var noisy = graph.Input(Domain.Batch, columns);
        return new DenoisingGraph(graph, timestep, denoiser.PredictNoise(graph, new DenoiserInput(noisy, timestep))) { Noisy = noisy };
    }
}
