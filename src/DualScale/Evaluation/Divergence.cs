namespace DualScale.Evaluation;

/// <summary>Both Kullback-Leibler divergences between real and generated points, in bits.</summary>
/// <param name="Forward">KL(real ‖ generated), the papers' headline: it punishes parts of the data that are not generated.</param>
/// <param name="Reverse">KL(generated ‖ real): it punishes stray samples.</param>
/// <param name="RepeatedShare">
/// The share of points, in [0, 1], whose k-th neighbour in their own set lies at distance 0; of the set with the larger one. A density has none; with many the estimate means nothing.
/// </param>
public readonly record struct Divergence(double Forward, double Reverse, double RepeatedShare = 0);
