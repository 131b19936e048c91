namespace DualScale.Numerics;

/// <summary>What one step does to the averaged weights: ema ← ema + share · (w - ema).</summary>
/// <param name="Share">0 leaves the average alone, 1 copies the weights.</param>
internal readonly record struct EmaUpdate(double Share);
