namespace DualScale.Evaluation;

/// <summary>How two tables are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The nearest neighbour to measure, 1 to <see cref="KlDivergence.MaxNeighbour"/>. Default 5.</summary>
    public int K { get; init; } = 5;

    /// <summary>
    /// Whether the columns of both tables are standardised by the real one's first; otherwise a column counts by its unit.
    /// Default true.
    /// </summary>
    public bool Standardize { get; init; } = true;

    /// <summary>
    /// Whether all rows are compared, however many either table has, which leaves no fresh rows for a floor. Default false:
    /// equally many are drawn.
    /// </summary>
    public bool AllRows { get; init; }

    /// <summary>The seed of the rows drawn. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads, at most 1024; 0, the default, takes one for each core. The result does not depend on it.</summary>
    public int Threads { get; init; }
}
