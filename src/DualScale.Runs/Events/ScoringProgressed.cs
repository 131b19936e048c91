namespace DualScale.Runs;

/// <summary>How far the scoring of rows is.</summary>
public sealed record ScoringProgressed : ActivityProgressed
{
    internal ScoringProgressed(double share) => Share = share;

    /// <inheritdoc/>
    public override RunActivity Activity => RunActivity.Scoring;

    /// <inheritdoc/>
    public override double Share { get; }

    /// <inheritdoc/>
    public override string Detail => "";
}
