namespace DualScale.Evaluation;

/// <summary>Both Kullback-Leibler divergences between real and generated points, in bits.</summary>
/// <param name="Forward">KL(real ‖ generated), the papers' headline: it punishes parts of the data that are not
/// generated.</param>
/// <param name="Reverse">KL(generated ‖ real): it punishes stray samples.</param>
/// <param name="RepeatedWithin">
/// The share of points, in [0, 1], that have an equal one in their own set; of the set with the larger share. A density has none;
/// with
/// many the estimate means little.
/// </param>
/// <param name="RepeatedAcross">
/// The share of points, in [0, 1], that have an equal one in the other set; of the set with the larger share. Independent draws
/// from
/// densities have none; many are copies.
/// </param>
public readonly record struct Divergence(double Forward, double Reverse, double RepeatedWithin = 0, double RepeatedAcross = 0);
