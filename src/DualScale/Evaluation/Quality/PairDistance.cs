namespace DualScale.Evaluation.Quality;

/// <summary>How differently two columns go together in the synthetic and in the real table.</summary>
/// <param name="First">A column.</param>
/// <param name="Second">Another one, after it in the table.</param>
/// <param name="Association">
/// What is compared: Spearman's correlation of two numbers, Cramér's V of two texts, the correlation ratio of a number's ranks
/// over the levels of a text.
/// </param>
/// <param name="Real">Its value in the real rows; 0 where a column does not vary.</param>
/// <param name="Synthetic">Its value in the synthetic rows.</param>
/// <param name="Floor">The mean absolute difference between halves of the real rows, drawn 20 times.</param>
/// <param name="PValue">
/// Of the difference in standard deviations of those, by Student's t; times what Holm's correction for all pairs asks.
/// </param>
/// <param name="Verdict">Apart where the p-value is below 0.01.</param>
public sealed record PairDistance(
    string First, string Second, string Association, double Real, double Synthetic, double Floor, double PValue,
    QualityVerdict Verdict)
{
    /// <summary>How far the two values are from each other.</summary>
    public double Distance => Math.Abs(Real - Synthetic);
}
