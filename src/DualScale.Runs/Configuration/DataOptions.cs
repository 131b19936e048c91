namespace DualScale.Runs.Configuration;

/// <summary>What a model is trained on.</summary>
public sealed record DataOptions
{
    /// <summary>The most points that are drawn of a shape.</summary>
    public const int MaxPoints = 100_000_000;

    /// <summary>The name of a built-in shape, or the path of a CSV file. Default dino.</summary>
    public string Source { get; init; } = "dino";

    /// <summary>
    /// Points drawn of a shape, 2 to 100,000,000. Default 100,000, as in the papers. Tables have the rows they have.
    /// </summary>
    public int Points { get; init; } = 100_000;

    /// <summary>
    /// The share of a table's rows that is held out for evaluation, in (0, 1). Default 0.1. Shapes draw fresh points instead.
    /// </summary>
    public double HeldOut { get; init; } = 0.1;
}
