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
    /// The number of the first sample that is drawn, from 0, the default, and below 2^36: what is drawn in parts is what is drawn
    /// at once.
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

    /// <summary>
    /// Columns that are given, in the data's own units and NaN where not: one row for all samples, or a row a sample. The model
    /// must have been trained with conditions; samples hold the values as they are given. Default nothing.
    /// </summary>
    public PointSet? Given { get; init; }

    /// <summary>
    /// w of classifier-free guidance (Ho and Salimans 2022, equation 6), 0 to 100: ε̂ is (1 + w) times that with the columns
    /// given less w times that with nothing given, so that samples suit what is given more than the data does. Default 0.
    /// </summary>
    [OptionRange(0, 100)]
    public double Guidance { get; init; }

    internal int ThreadCount => Threads == 0 ? Environment.ProcessorCount : Threads;
}
