namespace DualScale.Reproduction;

/// <summary>A sentence of a paper that can be tested.</summary>
/// <param name="Text">What is claimed, with the paper's numbers.</param>
/// <param name="Candidate">The experiment that is claimed to be better, or dearer.</param>
/// <param name="Reference">What it is compared with.</param>
internal abstract record Claim(string Text, string Candidate, string Reference)
{
    /// <summary>A lower divergence or loss: the mean over <paramref name="Data"/>, or over all point sets where null.</summary>
    public sealed record Improvement(string Text, Measure Measure, string Candidate, string Reference, string? Data = null, double Printed = double.NaN)
        : Claim(Text, Candidate, Reference);

    /// <summary>A cost that is about <paramref name="Factor"/> times the reference's: the share by which it may be off is a fifth.</summary>
    public sealed record CostFactor(string Text, string Candidate, string Reference, double Factor) : Claim(Text, Candidate, Reference)
    {
        public const double Tolerance = 0.2;
    }
}
