using DualScale.Numerics;

namespace DualScale.Denoisers;

/// <summary>What a denoiser sees.</summary>
/// <param name="X">The noisy point x_t, a batch node of as many columns as the data.</param>
/// <param name="Timestep">The timestep t as a number, a timestep node of width 1.</param>
/// <param name="NoiseFactor">α(x, t) of a noise grid, a batch node of width 1, to be appended to the inputs; null without a grid.</param>
public sealed record DenoiserInput(Node X, Node Timestep, Node? NoiseFactor = null);
