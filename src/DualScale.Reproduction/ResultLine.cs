namespace DualScale.Reproduction;

/// <summary>A line of a results.csv whose job is finished.</summary>
/// <param name="Path">The file.</param>
/// <param name="Row">The line in it, from 1.</param>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Data">The point set's name.</param>
/// <param name="Seed">The seed of training and sampling.</param>
/// <param name="Steps">Training steps.</param>
/// <param name="Samples">Samples that were drawn.</param>
/// <param name="Values">What was measured, in the order of <see cref="ResultsFile.Measures"/>; NaN where there is none.</param>
/// <param name="Fingerprint">What decides the numbers, in short; null where the file does not say it.</param>
/// <param name="Version">The program that trained it; null where the file does not say it.</param>
/// <param name="EvaluationVersion">The definitions that the measures follow; 0 where the file does not say it.</param>
internal sealed record ResultLine(
    string Path, int Row, string Experiment, string Data, ulong Seed, int Steps, int Samples, IReadOnlyList<double> Values,
    string? Fingerprint, string? Version, int EvaluationVersion)
{
    /// <summary>Where it stands.</summary>
    public string Place => $"{Path}, row {Row}";

    /// <summary>Which job it is of.</summary>
    public (string Experiment, string Data, ulong Seed, int Steps, int Samples) Key =>
        (Experiment, Data, Seed, Steps, Samples);

    /// <summary>Whether the same numbers were measured.</summary>
    public bool Agrees(IEnumerable<double> values) => Values.SequenceEqual(values);
}
