namespace DualScale.Runs;

/// <summary>How far the drawing of samples is.</summary>
public sealed record SamplingProgressed : ActivityProgressed
{
    internal SamplingProgressed(double share) => Share = share;

    /// <inheritdoc/>
    public override RunActivity Activity => RunActivity.Sampling;

    /// <inheritdoc/>
    public override double Share { get; }

    /// <inheritdoc/>
    public override string Detail => "";
}
