namespace DualScale.Numerics;

/// <summary>What the rows of a node stand for.</summary>
public enum Domain
{
    /// <summary>One row for each distinct level: computed once however many samples share the level.</summary>
    Level,

    /// <summary>One row for each sample of the batch.</summary>
    Batch,
}
