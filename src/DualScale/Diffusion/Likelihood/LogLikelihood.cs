namespace DualScale.Diffusion;

/// <summary>The log-likelihood of each of several rows: the logarithm of a density in the data's own units.</summary>
public sealed record LogLikelihood
{
    /// <summary>
    /// One a row, in nats. NaN where a row is so far out that the network returns no finite numbers for it.
    /// </summary>
    public required IReadOnlyList<double> Rows { get; init; }

    /// <summary>
    /// The standard error of each row where the trace is estimated, over its random directions; empty where it is exact.
    /// </summary>
    public required IReadOnlyList<double> RowErrors { get; init; }

    /// <summary>
    /// For each row the sum of what its steps estimated their own errors at: within the tolerance, unless steps grew too many.
    /// </summary>
    public required IReadOnlyList<double> StepErrors { get; init; }

    /// <summary>Network calls of the rows together; one call gives the noise of a row and its trace.</summary>
    public required long Calls { get; init; }

    /// <summary>The mean over the rows.</summary>
    public double Mean => Rows.Average();

    /// <summary>The standard error of <see cref="Mean"/> over the rows; NaN for a single one.</summary>
    public double StandardError
    {
        get
        {
            var mean = Mean;
            return Rows.Count < 2 ? double.NaN
                : Math.Sqrt(Rows.Sum(row => (row - mean) * (row - mean)) / (Rows.Count - 1) / Rows.Count);
        }
    }

    /// <summary>The same in bits.</summary>
    public LogLikelihood InBits() => this with { Rows = Bits(Rows), RowErrors = Bits(RowErrors), StepErrors = Bits(StepErrors) };

    private static double[] Bits(IReadOnlyList<double> nats) => [.. nats.Select(value => value / Math.Log(2))];
}
