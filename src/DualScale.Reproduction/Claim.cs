namespace DualScale.Reproduction;

/// <summary>A sentence of a paper, with what would have to be measured for it.</summary>
/// <param name="Text">What is claimed, with the paper's numbers.</param>
/// <param name="Reading">Which reading of the paper the numbers here follow.</param>
/// <param name="Candidate">The experiment that is claimed to be better, or dearer.</param>
/// <param name="Reference">What it is compared with.</param>
internal abstract record Claim(string Text, string Reading, string Candidate, string Reference)
{
    /// <summary>A lower divergence or loss: the mean over <paramref name="Data"/>, or over all point sets where null.</summary>
    public sealed record Improvement(string Text, string Model, Measure Measure, string Candidate, string Reference,
        string? Data = null, double Printed = double.NaN)
        : Claim(Text, Studies.Reading.Of(Model, Measure), Candidate, Reference);

    /// <summary>A cost that is about <paramref name="Factor"/> times the reference's, on the paper's GPU.</summary>
    public sealed record CostFactor(
        string Text, string Model, string Candidate, string Reference, double Factor) : Claim(Text, Model, Candidate, Reference);
}
