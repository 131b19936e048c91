namespace DualScale.Evaluation.Quality;

/// <summary>How far a column of the synthetic table is from the real one's.</summary>
/// <param name="Name">The column.</param>
/// <param name="Kind">Its kind in the real table.</param>
/// <param name="Distance">
/// Of numbers and dates the Kolmogorov-Smirnov distance max |F(x) - G(x)|, blanks below all numbers; of others the total
/// variation ½ Σ |p - q|, blanks a level. In [0, 1].
/// </param>
/// <param name="Floor">Its mean between halves of the real rows, drawn 20 times.</param>
/// <param name="FloorDeviation">Its standard deviation there.</param>
/// <param name="PValue">
/// How likely fresh rows are to be so far: the Kolmogorov-Smirnov test, which is careful where values repeat, or χ² with levels
/// of fewer than ten rows together and, beside it, how many levels the synthetic rows have of their own; times what Holm's
/// correction for all columns asks.
/// </param>
/// <param name="Wasserstein">
/// The Wasserstein-1 distance ∫ |F - G| dx of what is not blank, in standard deviations of the real column; NaN for texts.
/// </param>
/// <param name="WassersteinFloor">Its mean between halves of the real rows.</param>
/// <param name="RealBlanks">The share of blanks in the real rows.</param>
/// <param name="SyntheticBlanks">The share of blanks in the synthetic rows.</param>
/// <param name="Unseen">Cells of the whole synthetic table with a text that the real one has not.</param>
/// <param name="Verdict">Apart where the p-value is below 0.01.</param>
public sealed record ColumnDistance(
    string Name, string Kind, double Distance, double Floor, double FloorDeviation, double PValue, double Wasserstein,
    double WassersteinFloor, double RealBlanks, double SyntheticBlanks, int Unseen, QualityVerdict Verdict);
