using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>How far the draws of a column's blanks lie apart; of numbers and dates an interval, of texts a share.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Low">Lower ends, in rows that were filled, as the column is written; null for texts.</param>
/// <param name="High">Upper ends, likewise.</param>
/// <param name="Shares">The share of the draws that have the most frequent text, NaN in rows that were not filled; null for
/// numbers and dates.</param>
public sealed record ImputedSpread(string Column, NumberColumn? Low, NumberColumn? High, IReadOnlyList<double>? Shares);
