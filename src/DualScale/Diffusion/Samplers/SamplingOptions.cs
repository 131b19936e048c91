namespace DualScale.Diffusion;

/// <summary>How samples are drawn.</summary>
public sealed record SamplingOptions
{
    /// <summary>The steps back, from <see cref="Samplers"/>; <see cref="DiffusionModel.DefaultSteps"/> where null, the default.</summary>
    public IReadOnlyList<ReverseStep>? Steps { get; init; }

    /// <summary>The seed of everything random. Default 0. The first n samples of a seed are the same however many are drawn.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads, at least 1; 0, the default, takes one for each core. The result does not depend on it.</summary>
    public int Threads { get; init; }

    internal int ThreadCount => Threads == 0 ? Environment.ProcessorCount : Threads;
}
