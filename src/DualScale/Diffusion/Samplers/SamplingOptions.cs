using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>How samples are drawn.</summary>
public sealed record SamplingOptions
{
    /// <summary>The sampler; <see cref="DiffusionModel.DefaultSampler"/> where null, the default.</summary>
    public Sampler? Sampler { get; init; }

    /// <summary>
    /// The seed of everything random. Default 0. The first n samples of a seed are the same however many are drawn.
    /// </summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The number of the first sample that is drawn, from 0, the default: what is drawn in parts is what is drawn at once.
    /// </summary>
    public long First { get; init; }

    /// <summary>Threads, 1 to 1024; 0, the default, takes one for each core. The result does not depend on it.</summary>
    [OptionRange(0, 1024)]
    public int Threads { get; init; }

    /// <summary>
    /// Where samples start, noisy points of the sampler's first level in the data's own units, a row a sample; drawn where null,
    /// the default.
    /// </summary>
    public PointSet? Start { get; init; }

    internal int ThreadCount => Threads == 0 ? Environment.ProcessorCount : Threads;
}
