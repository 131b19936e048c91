namespace DualScale.Evaluation.Quality;

/// <summary>Rows in the plane of the two main axes of the real rows, in the space in which distances are measured.</summary>
/// <param name="Real">Some of the real rows, at most 2,000.</param>
/// <param name="Synthetic">As many synthetic rows.</param>
/// <param name="Shares">The share of the real rows' variance that each axis has.</param>
public sealed record TableProjection(
    IReadOnlyList<(double X, double Y)> Real, IReadOnlyList<(double X, double Y)> Synthetic, (double X, double Y) Shares);
