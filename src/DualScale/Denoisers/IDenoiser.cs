using DualScale.Numerics;

namespace DualScale.Denoisers;

/// <summary>A network that predicts what is noise in a noisy point. It is a recipe: it holds options and no weights.</summary>
public interface IDenoiser
{
    /// <summary>
    /// Writes the network into the graph; called whenever a graph is made, to train, measure or sample, the same way each time.
    /// </summary>
    /// <param name="graph">The graph to write into.</param>
    /// <param name="input">Point, level and extras.</param>
    /// <returns>
    /// The prediction, a batch node of input.X.Width columns; anything else is refused. It is the noise ε, or what the
    /// parametrisation
    /// makes of it.
    /// </returns>
    Node Predict(Graph graph, DenoiserInput input);

    /// <summary>What tells it from others of its kind, for people, such as "adaptive"; nothing by default.</summary>
    string Variant => "";

    /// <summary>Checks the options; by default those with an <see cref="OptionRangeAttribute"/>.</summary>
    /// <exception cref="InvalidInputException">One is outside its range; the message names it.</exception>
    void Validate() => Options.Validate(this, "model");
}
