using System.Globalization;
using DualScale.Evaluation;
using DualScale.Reproduction.Studies;

namespace DualScale.Reproduction;

/// <summary>A claim with the paired test of what was measured.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Test">Of reference minus candidate by seed, so above 0 where the candidate is better; of the logarithm of the
/// ratio by round for a cost. Null without a pair.</param>
/// <param name="Resampled">The bootstrap interval of the same mean.</param>
/// <param name="ReferenceMean">The reference's mean, which makes shares of differences; NaN for a cost.</param>
internal sealed record ClaimTest(Claim Claim, PairedTest? Test, (double Low, double High) Resampled, double ReferenceMean)
{
    private const double Level = 0.05;

    // Smaller probabilities are given as a bound.
    private const double Least = 0.001;

    // Below this a share says nothing: divergences can be near 0 or under it.
    private const double SmallestReference = 0.02;

    /// <summary>
    /// The change that was measured, candidate minus reference, so that lower is better; for a cost, the ratio.
    /// </summary>
    public string Measured => Test is not { } test ? Format.Nothing
        : Claim is Claim.CostFactor ? $"{Format.Number(Math.Exp(test.Mean), 2)} times"
        : ReferenceMean >= SmallestReference ? $"{Format.Signed(-test.Mean)} ({Format.Percent(-test.Mean / ReferenceMean)})"
        : Format.Signed(-test.Mean);

    /// <summary>The confidence interval of that change.</summary>
    public string Interval => Test is { Count: > 1 } test ? Between(test.Low, test.High) : Format.Nothing;

    /// <summary>The bootstrap's.</summary>
    public string ResampledInterval => Test is { Count: > 1 } ? Between(Resampled.Low, Resampled.High) : Format.Nothing;

    /// <summary>What follows. Without <see cref="AdjustedPValue"/> no claim holds and none fails to.</summary>
    public Verdict Verdict => Claim is Claim.CostFactor ? Verdict.NotTested
        : Test is not { Count: > 1 } test || !(test.PValue < Level) ? Verdict.Undecided
        : (test.Mean > 0, AdjustedPValue < Level) switch
        {
            (true, true) => Verdict.Holds,
            (true, false) => Verdict.LeansFor,
            (false, false) => Verdict.LeansAgainst,
            (false, true) => Verdict.DoesNotHold,
        };

    public string VerdictName => Verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.LeansFor => "leans for",
        Verdict.LeansAgainst => "leans against",
        Verdict.DoesNotHold => "does not hold",
        Verdict.NotTested => "not tested here",
        _ => "undecided",
    };

    /// <summary>Why, in a line.</summary>
    public string Why => Test switch
    {
        null when Claim is Claim.CostFactor => "it is about a GPU's time; costs were not measured",
        { } test when Claim is Claim.CostFactor =>
            $"it is about a GPU's time; beside it what was measured on {Hardware}, {test.Count} rounds",
        null => "no seed has both",
        { Count: 1 } => "one pair has no spread; run more seeds",
        { } test => string.Create(CultureInfo.InvariantCulture,
            $"the interval {WhereChange}; {test.Count} seeds, t = {-test.T:F2}, p {(test.PValue < Least ? "" : "= ")}{Probability(test.PValue)}, after Holm {Probability(AdjustedPValue)}{Printed(test)}"),
    };

    /// <summary>
    /// The p-value with Holm's correction for all improvements tested together; NaN for a cost or without a test.
    /// </summary>
    public double AdjustedPValue { get; private init; } = double.NaN;

    // What a cost was measured on.
    private string Hardware { get; init; } = "";

    private string WhereChange => Verdict switch
    {
        Verdict.Holds => "is an improvement throughout",
        Verdict.LeansFor => "is an improvement throughout, but not after correction",
        Verdict.LeansAgainst => "is a worsening throughout, but not after correction",
        Verdict.DoesNotHold => "is a worsening throughout",
        _ => "has both signs",
    };

    /// <param name="claim">The claim.</param>
    /// <param name="measurements">What the jobs measured.</param>
    /// <param name="meanOver">The point sets of a claim that names none.</param>
    /// <param name="costs">What the experiments cost.</param>
    public static ClaimTest Of(Claim claim, Measurements measurements, IReadOnlyList<string> meanOver, CostTable costs)
    {
        if (claim is Claim.CostFactor)
        {
            return Of(claim, [.. costs.StepRatios(claim.Candidate, claim.Reference).Select(ratio => Math.Log(ratio))],
                double.NaN) with
            { Hardware = costs.Hardware };
        }

        var improvement = (Claim.Improvement)claim;
        var sets = improvement.Data is { } one ? [one] : meanOver;
        var candidate = measurements.MeanBySeed(claim.Candidate, sets, improvement.Measure);
        var reference = measurements.MeanBySeed(claim.Reference, sets, improvement.Measure);
        var seeds = reference.Keys.Where(candidate.ContainsKey).ToArray();
        double[] differences = [.. seeds.Select(seed => reference[seed] - candidate[seed])];
        return Of(claim, differences, seeds.Length == 0 ? double.NaN : seeds.Average(seed => reference[seed]));
    }

    /// <summary>The same tests, with their p-values corrected for being so many.</summary>
    public static (Study Study, IReadOnlyList<ClaimTest> Tests)[] AdjustTogether(
        IReadOnlyList<(Study Study, IReadOnlyList<ClaimTest> Tests)> studies)
    {
        ClaimTest[] together =
            [.. studies.SelectMany(study => study.Tests).Where(test => test is { Claim: Claim.Improvement, Test.Count: > 1 })];
        var adjusted = together.Zip(Holm.Adjust([.. together.Select(test => test.Test!.Value.PValue)]))
            .ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. studies.Select(study => (study.Study, (IReadOnlyList<ClaimTest>)[.. study.Tests.Select(test =>
            adjusted.TryGetValue(test, out var p) ? test with { AdjustedPValue = p } : test)]))];
    }

    private static ClaimTest Of(Claim claim, IReadOnlyList<double> values, double referenceMean) => values.Count == 0
        ? new ClaimTest(claim, null, default, referenceMean)
        : new ClaimTest(claim, PairedTest.Of(values), Bootstrap.MeanInterval(values), referenceMean);

    // The test is of reference minus candidate; people look at candidate minus reference.
    private string Between(double low, double high) => Claim is Claim.CostFactor
        ? $"{Format.Number(Math.Exp(low), 2)} to {Format.Number(Math.Exp(high), 2)}"
        : $"{Format.Signed(-high)} to {Format.Signed(-low)}";

    private static string Probability(double p) => p < Least ? $"< {Format.Number(Least)}" : Format.Number(p);

    private string Printed(PairedTest test)
    {
        if (Claim is not Claim.Improvement { Printed: var share } || !double.IsFinite(share) ||
            !(ReferenceMean >= SmallestReference))
            return "";
        var change = share * ReferenceMean;
        return $"; the printed {Format.Percent(-share)} is {(change >= test.Low && change <= test.High ? "inside" : "outside")} it";
    }
}
