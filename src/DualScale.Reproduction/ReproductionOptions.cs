namespace DualScale.Reproduction;

/// <summary>What to reproduce, and how much of it.</summary>
internal sealed record ReproductionOptions
{
    public required string Directory { get; init; }

    public required IReadOnlyList<string> Data { get; init; }

    public required int Seeds { get; init; }

    /// <summary>Training steps; the experiment's own where null.</summary>
    public int? Steps { get; init; }

    /// <summary>Points of a shape; the experiment's own where null.</summary>
    public int? Points { get; init; }

    public required int Samples { get; init; }

    /// <summary>Jobs side by side.</summary>
    public required int Jobs { get; init; }

    public required bool Quick { get; init; }
}
