namespace DualScale.Evaluation;

/// <summary>What a divergence says beside its floor.</summary>
public enum DivergenceVerdict
{
    /// <summary>It is within the floor's scatter: as near to the real points as other real points are.</summary>
    Alike,

    /// <summary>It is above the floor's scatter.</summary>
    Apart,

    /// <summary>It is below the floor's scatter: nearer than other real points are, as copies of real rows would be.</summary>
    Closer,
}
