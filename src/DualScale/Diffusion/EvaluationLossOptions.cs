namespace DualScale.Diffusion;

/// <summary>How an evaluation loss is estimated.</summary>
public sealed record EvaluationLossOptions
{
    private const int MostDraws = 1000;

    /// <summary>The seed of levels and noise; no two seeds share any. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Levels and noises drawn in all, 1 to 100,000,000: each point has equally many, at least one and at most 1,000. Default
    /// 400,000.
    /// </summary>
    [OptionRange(1, 100_000_000)]
    public int Draws { get; init; } = 400_000;

    /// <summary>Threads, 1 to 1024; 0, the default, takes one for each core. The result does not depend on it.</summary>
    [OptionRange(0, 1024)]
    public int Threads { get; init; }

    internal int ThreadCount => Threads == 0 ? Environment.ProcessorCount : Threads;

    /// <summary>Draws of each point.</summary>
    internal int DrawsFor(int points) => Math.Clamp((Draws + points - 1) / points, 1, MostDraws);
}
