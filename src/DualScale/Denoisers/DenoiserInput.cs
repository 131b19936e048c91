using DualScale.Numerics;

namespace DualScale.Denoisers;

/// <summary>What a denoiser sees.</summary>
/// <param name="X">The noisy point, a batch node of as many columns as the data.</param>
/// <param name="Level">The noise level as a number from 0 to about 100, such as the timestep t: a level node of width 1.</param>
/// <param name="Extras">
/// What else the network must look at, batch nodes to be given to its first layers beside the point, such as α(x, t) of a noise
/// grid. A network that does not is refused.
/// </param>
public sealed record DenoiserInput(Node X, Node Level, IReadOnlyList<Node> Extras)
{
    /// <summary>
    /// Mean and standard deviation of the clean point given the noisy one, if each column of the data were a standard normal: the
    /// mean a batch node of as many columns as the data, the deviation a level node of width 1.
    /// </summary>
    /// <exception cref="InvalidOperationException">The input was made by hand, without levels.</exception>
    public (Node Mean, Node Deviation) Posterior => GaussianPosterior?.Value
        ?? throw new InvalidOperationException("An input made by hand knows no levels; take the one that a recipe gives.");

    /// <summary>
    /// The columns that are no <see cref="Diffusion.DiffusionRecipe.Discrete"/> ones, ascending: what waves are for. All of them
    /// by default.
    /// </summary>
    public IReadOnlyList<int> Continuous { get; init; } = [.. Enumerable.Range(0, X?.Width ?? 0)];

    internal Lazy<(Node Mean, Node Deviation)>? GaussianPosterior { get; init; }
}
