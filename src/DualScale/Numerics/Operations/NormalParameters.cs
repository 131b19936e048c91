namespace DualScale.Numerics.Operations;

/// <summary>A joint normal law as arrays that a graph keeps and does not learn.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Directions">The eigenvectors of the covariance, one a row.</param>
/// <param name="Variances">Its eigenvalues, above 0.</param>
internal readonly record struct NormalParameters(Parameter Mean, Parameter Directions, Parameter Variances);
