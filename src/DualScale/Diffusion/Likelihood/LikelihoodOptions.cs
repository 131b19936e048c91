namespace DualScale.Diffusion;

/// <summary>How log-likelihoods are computed.</summary>
public sealed record LikelihoodOptions
{
    private const int MostExactColumns = 16;

    /// <summary>
    /// The error of a row's log-likelihood that the steps along the flow may add up to, as they estimate it themselves, 1e-6 to
    /// 10 nats. Default 0.003; what is left is mostly less.
    /// </summary>
    [OptionRange(1e-6, 10)]
    public double Tolerance { get; init; } = 0.003;

    /// <summary>How the trace is taken. Default <see cref="TraceKind.Auto"/>.</summary>
    public TraceKind Trace { get; init; } = TraceKind.Auto;

    /// <summary>Random directions of an estimated trace, 2 to 1000. Default 16.</summary>
    [OptionRange(2, 1000)]
    public int Probes { get; init; } = 16;

    /// <summary>The seed of the random directions. Default 0. Those of row i depend on the seed and i alone.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The number of the first row, 0 to 2³⁶: what is scored in parts is what is scored at once. Default 0.
    /// </summary>
    [OptionRange(0, 1L << 36)]
    public long First { get; init; }

    /// <summary>Threads, 1 to 1024; 0, the default, takes one for each core. The result does not depend on it.</summary>
    [OptionRange(0, 1024)]
    public int Threads { get; init; }

    /// <summary>
    /// The density is that of points with noise of this σ on top, in units of the scaled columns; of the least level where that
    /// is more. Default 0.
    /// </summary>
    internal double Blur { get; init; }

    internal int ThreadCount => Threads == 0 ? Environment.ProcessorCount : Threads;

    /// <summary>Directions of an estimate; 0 where the trace is exact.</summary>
    internal int ProbesFor(int columns) =>
        Trace == TraceKind.Estimated || (Trace == TraceKind.Auto && columns > MostExactColumns) ? Probes : 0;
}
