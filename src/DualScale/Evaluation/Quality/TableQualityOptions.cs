namespace DualScale.Evaluation.Quality;

/// <summary>How the quality of a table is measured.</summary>
public sealed record TableQualityOptions
{
    /// <summary>The column that a model trained on synthetic rows is to predict; none where null, the default.</summary>
    public string? Target { get; init; }

    /// <summary>
    /// The most rows of each table that are compared, 20 to 1,000,000; copies are looked for among all. Memory grows with them,
    /// time of the measures by neighbours with their square. Default 10,000.
    /// </summary>
    [OptionRange(20, 1_000_000)]
    public int Rows { get; init; } = 10_000;

    /// <summary>The seed of the rows drawn and of the folds. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads, at most 1024; 0, the default, takes one for each core. The result does not depend on it.</summary>
    [OptionRange(0, 1024)]
    public int Threads { get; init; }
}
