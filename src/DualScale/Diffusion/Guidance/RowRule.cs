namespace DualScale.Diffusion;

/// <summary>Whether a row is one of those wanted.</summary>
/// <param name="row">A sample in the data's own units, [columns].</param>
public delegate bool RowRule(ReadOnlySpan<float> row);
