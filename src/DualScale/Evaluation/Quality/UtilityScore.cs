namespace DualScale.Evaluation.Quality;

/// <summary>How well a model trained on synthetic rows predicts a column of real ones.</summary>
/// <param name="Target">The column.</param>
/// <param name="Score">What is measured on real rows that neither model saw: R², AUC for two levels, accuracy for more.</param>
/// <param name="Synthetic">After training on synthetic rows; NaN where a level has fewer than two of the real rows.</param>
/// <param name="Real">After training on as many real rows; NaN likewise.</param>
/// <param name="Share">The first over the second; NaN where the real rows predict nothing.</param>
/// <param name="Error">The standard error of the share, over the rows that are predicted.</param>
public sealed record UtilityScore(string Target, string Score, double Synthetic, double Real, double Share, double Error);
