namespace DualScale.Diffusion;

/// <summary>The mean squared error of ε̂ on points, estimated.</summary>
/// <param name="Mean">The loss.</param>
/// <param name="StandardError">Its standard error over the points; NaN for a single one.</param>
/// <param name="DrawsPerPoint">Levels and noises drawn for each point.</param>
public sealed record EvaluationLoss(double Mean, double StandardError, int DrawsPerPoint);
