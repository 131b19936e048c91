namespace DualScale.Numerics;

/// <summary>What the rows of a node stand for.</summary>
public enum Domain
{
    /// <summary>One row for each distinct timestep: computed once however many samples share the timestep.</summary>
    Timestep,

    /// <summary>One row for each sample of the batch.</summary>
    Batch,
}
