namespace DualScale.Evaluation;

/// <summary>Both Kullback-Leibler divergences between real and generated points, in bits.</summary>
/// <param name="Forward">KL(real ‖ generated), the papers' headline: it punishes parts of the data that are not generated.</param>
/// <param name="Reverse">KL(generated ‖ real): it punishes stray samples.</param>
public readonly record struct Divergence(double Forward, double Reverse);
