namespace DualScale.Numerics.Operations;

/// <summary>The rows that a value has.</summary>
/// <param name="Domain">What they stand for.</param>
/// <param name="Width">Numbers in a row, at least 1.</param>
internal readonly record struct Shape(Domain Domain, int Width);
