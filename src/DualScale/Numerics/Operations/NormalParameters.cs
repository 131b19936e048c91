namespace DualScale.Numerics.Operations;

/// <summary>
/// A joint normal law, or a mixture of those that differ in their mean alone, as arrays that a graph keeps and does not learn.
/// </summary>
/// <param name="Mean">The mean, or what the mixture's means are told from.</param>
/// <param name="Directions">The eigenvectors of the covariance, one a row.</param>
/// <param name="Variances">Its eigenvalues, above 0.</param>
/// <param name="Offsets">Each mean of a mixture less <paramref name="Mean"/>, one a row; null for one normal.</param>
internal readonly record struct NormalParameters(
    Parameter Mean, Parameter Directions, Parameter Variances, Parameter? Offsets = null)
{
    /// <summary>How many normals a mixture has; 0 for one alone.</summary>
    public int Count => Offsets is null ? 0 : (int)(Offsets.Length / Mean.Length);
}
