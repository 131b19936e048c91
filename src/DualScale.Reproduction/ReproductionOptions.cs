namespace DualScale.Reproduction;

/// <summary>How much of a study to reproduce.</summary>
internal sealed record ReproductionOptions
{
    public required IReadOnlyList<string> Data { get; init; }

    public required SeedCounts Seeds { get; init; }

    /// <summary>Training steps; the experiment's own where null.</summary>
    public int? Steps { get; init; }

    /// <summary>Points of a shape; the experiment's own where null.</summary>
    public int? Points { get; init; }

    public required int Samples { get; init; }

    /// <summary>Whether costs are measured briefly.</summary>
    public required bool Quick { get; init; }
}
