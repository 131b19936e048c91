namespace DualScale.Evaluation.Quality;

/// <summary>A column by which the classifier tells synthetic rows from real ones.</summary>
/// <param name="Name">The column.</param>
/// <param name="Share">Its share in what all splits lowered the loss by, in [0, 1].</param>
public sealed record TellingColumn(string Name, double Share);
