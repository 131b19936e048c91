namespace DualScale.Runs;

/// <summary>
/// How far an activity is: <see cref="TrainingProgressed"/>, <see cref="SamplingProgressed"/> or <see cref="ScoringProgressed"/>.
/// </summary>
public abstract record ActivityProgressed : RunEvent
{
    private protected ActivityProgressed()
    {
    }

    /// <summary>The activity.</summary>
    public abstract RunActivity Activity { get; }

    /// <summary>The share that is done, 0 to 1.</summary>
    public abstract double Share { get; }

    /// <summary>What there is to say beside the share, in one line; empty for nothing.</summary>
    public abstract string Detail { get; }

    /// <inheritdoc/>
    public sealed override string Text => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Activity} {(int)(100 * Share)}%{(Detail.Length == 0 ? "" : $"  {Detail}")}");
}
