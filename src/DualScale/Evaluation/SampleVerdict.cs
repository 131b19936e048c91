namespace DualScale.Evaluation;

/// <summary>
/// Where samples stand between the data and fresh data (docs/models.md, section 7): both divergences beside their floors, and the
/// distances to training rows.
/// </summary>
/// <param name="Divergence">Between the data and the samples.</param>
/// <param name="ForwardFloor">The floor of the forward one.</param>
/// <param name="ReverseFloor">The floor of the reverse one.</param>
/// <param name="Copying">The distances to training rows; null where they were not measured.</param>
public sealed record SampleVerdict(
    Divergence Divergence, DivergenceFloor ForwardFloor, DivergenceFloor ReverseFloor, CopyingTest? Copying = null)
{
    /// <summary>What is called as close as fresh data: this far from the floor at most, in bits, errors included.</summary>
    public const double Likeness = 0.1;

    // A tenth of the samples being copies gives it.
    private const double CopiedShare = 0.55;

    // Three tenths of the samples being farther from all training rows than any data gives it; smearing moves them all.
    private const double SmearedShare = 0.35;

    // Smeared samples are punished more the reverse way; where data are missing the forward way is far ahead.
    private const double ForwardLead = 2;

    /// <summary>How far the forward divergence is over its floor, in bits.</summary>
    public double ForwardExcess => Divergence.Forward - ForwardFloor.Mean;

    /// <summary>How far the reverse divergence is over its floor, in bits.</summary>
    public double ReverseExcess => Divergence.Reverse - ReverseFloor.Mean;

    /// <summary>The distance from the floor that either direction keeps within in 99 of 100 cases, in bits.</summary>
    public double Bound =>
        Math.Max(Math.Abs(ForwardExcess) + ForwardFloor.Reach, Math.Abs(ReverseExcess) + ReverseFloor.Reach);

    private DivergenceVerdict ForwardVerdict => ForwardFloor.Judge(Divergence.Forward);

    private DivergenceVerdict ReverseVerdict => ReverseFloor.Judge(Divergence.Reverse);

    /// <summary>How far the worse of the directions that are apart is over its floor, in bits; 0 where neither is.</summary>
    internal double Excess => Math.Max(ApartBy(ForwardVerdict, ForwardExcess), ApartBy(ReverseVerdict, ReverseExcess));

    /// <summary>The verdict.</summary>
    public SampleFinding Finding
    {
        get
        {
            var (forward, reverse) = (ForwardVerdict, ReverseVerdict);
            var (uncovered, stray) = (ApartBy(forward, ForwardExcess), ApartBy(reverse, ReverseExcess));
            if (Copying is { Verdict: DivergenceVerdict.Closer, NearerShare: >= CopiedShare })
                return SampleFinding.Memorised;
            if (Bound <= Likeness)
                return SampleFinding.Alike;
            if (forward == DivergenceVerdict.Apart || reverse == DivergenceVerdict.Apart)
            {
                return uncovered > ForwardLead * stray && Copying is not { Verdict: DivergenceVerdict.Apart, HasStrays: true }
                    ? SampleFinding.Uncovered
                    : Copying is { Verdict: DivergenceVerdict.Apart, NearerShare: <= SmearedShare } ? SampleFinding.Smeared
                    : uncovered > stray && Copying is not { HasStrays: true } ? SampleFinding.Uncovered
                    : SampleFinding.Stray;
            }

            return forward == DivergenceVerdict.Closer || reverse == DivergenceVerdict.Closer
                ? SampleFinding.Closer : SampleFinding.Unclear;
        }
    }

    // What is within the floor's scatter is no excess.
    private static double ApartBy(DivergenceVerdict verdict, double excess) =>
        verdict == DivergenceVerdict.Apart ? excess : 0;
}
