using DualScale.Numerics;

namespace DualScale.Denoisers;

/// <summary>A network that predicts the noise in a noisy point. It is a recipe: it holds no weights.</summary>
public interface IDenoiser
{
    /// <summary>Writes the network into the graph; called once for training and once for sampling, the same way each time.</summary>
    /// <param name="graph">The graph to write into.</param>
    /// <param name="input">Point, timestep and noise factor.</param>
    /// <returns>The predicted noise ε, a batch node of input.X.Width columns; anything else is refused.</returns>
    Node PredictNoise(Graph graph, DenoiserInput input);
}
