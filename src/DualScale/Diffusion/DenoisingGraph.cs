using DualScale.Denoisers;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>A denoiser in a graph, with what is before it: the forward process for training, the noisy point for sampling.</summary>
internal sealed class DenoisingGraph
{
    private DenoisingGraph(Graph graph, Node timestep, Node prediction, int columns)
    {
        if (prediction is null || prediction.Graph != graph || prediction.Domain != Domain.Batch || prediction.Width != columns)
            throw new ArgumentException($"The denoiser returned {Describe(prediction, graph)}; ε is a batch node of its graph, {columns} wide.", nameof(prediction));
        Graph = graph;
        Timestep = timestep;
        Prediction = graph.Keep(prediction);
        graph.Seal();
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

    /// <summary>α(x, t), where there is a noise grid.</summary>
    public Node? NoiseFactor { get; private init; }

    /// <summary>ε_θ(x_t, t).</summary>
    public Node Prediction { get; }

    /// <param name="denoiser">The network.</param>
    /// <param name="columns">Columns of the data.</param>
    /// <param name="grid">The noise grid, or null for none.</param>
    /// <param name="data">Scaled data for the grid's extent and normalisation; null when they come from a file.</param>
    public static DenoisingGraph ForTraining(IDenoiser denoiser, int columns, NoiseGrid? grid = null, PointSet? data = null)
    {
        var graph = new Graph();
        var timestep = graph.Input(Domain.Timestep, 1);
        var signalScale = graph.Input(Domain.Timestep, 1);
        var noiseScale = graph.Input(Domain.Timestep, 1);
        var clean = graph.Input(Domain.Batch, columns);
        var noise = graph.Input(Domain.Batch, columns);

        // x_t = √ᾱ_t·x_0 + √(1 - ᾱ_t)·ε, and with a grid √(1 - ᾱ_t)·α(x_0, t)·ε
        var factor = grid?.Factor(graph, clean, timestep, data);
        var noisy = signalScale * clean + noiseScale * (factor is null ? noise : factor * noise);
        return new DenoisingGraph(graph, timestep, denoiser.PredictNoise(graph, new DenoiserInput(noisy, timestep, factor)), columns)
        {
            Noisy = noisy,
            Clean = clean,
            Noise = noise,
            SignalScale = signalScale,
            NoiseScale = noiseScale,
            NoiseFactor = factor,
        };
    }

    /// <summary>The network on x_t; a grid is read at x_t too.</summary>
    public static DenoisingGraph ForSampling(IDenoiser denoiser, int columns, NoiseGrid? grid = null)
    {
        var graph = new Graph();
        var timestep = graph.Input(Domain.Timestep, 1);
        var noisy = graph.Input(Domain.Batch, columns);
        var factor = grid?.Factor(graph, noisy, timestep, data: null);
        return new DenoisingGraph(graph, timestep, denoiser.PredictNoise(graph, new DenoiserInput(noisy, timestep, factor)), columns)
        {
            Noisy = noisy,
            NoiseFactor = factor,
        };
    }

    private static string Describe(Node? prediction, Graph graph) =>
        prediction is null ? "nothing" : prediction.Graph != graph ? "a node of another graph" : $"a {prediction.Domain.ToString().ToLowerInvariant()} node, {prediction.Width} wide";
}
