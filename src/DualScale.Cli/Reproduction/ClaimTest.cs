using System.Globalization;
using DualScale.Evaluation;

namespace DualScale.Cli.Reproduction;

/// <summary>A claim with the paired test over the seeds that decides it.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Test">Of reference minus candidate, so above 0 where the candidate is better; of the logarithm of the ratio for a cost. Null without a pair.</param>
/// <param name="Resampled">The bootstrap interval of the same mean.</param>
/// <param name="ReferenceMean">The reference's mean, which makes shares of differences.</param>
/// <param name="Verdict">What follows.</param>
internal sealed record ClaimTest(Claim Claim, PairedTest? Test, (double Low, double High) Resampled, double ReferenceMean, Verdict Verdict)
{
    /// <summary>The change that was measured, as a share of the reference; negative is lower. For a cost, the ratio.</summary>
    public string Measured => Test is not { } test ? Format.Nothing : Claim is Claim.CostFactor
        ? $"{Format.Number(Math.Exp(test.Mean), 2)} times"
        : Format.Percent(-test.Mean / ReferenceMean);

    /// <summary>The confidence interval of that change.</summary>
    public string Interval => Test is not { Count: > 1 } test ? Format.Nothing : Claim is Claim.CostFactor
        ? $"{Format.Number(Math.Exp(test.Low), 2)} to {Format.Number(Math.Exp(test.High), 2)}"
        : $"{Format.Percent(-test.High / ReferenceMean)} to {Format.Percent(-test.Low / ReferenceMean)}";

    /// <summary>The bootstrap's.</summary>
    public string ResampledInterval => Test is not { Count: > 1 } ? Format.Nothing : Claim is Claim.CostFactor
        ? $"{Format.Number(Math.Exp(Resampled.Low), 2)} to {Format.Number(Math.Exp(Resampled.High), 2)}"
        : $"{Format.Percent(-Resampled.High / ReferenceMean)} to {Format.Percent(-Resampled.Low / ReferenceMean)}";

    public string VerdictName => Verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.DoesNotHold => "does not hold",
        _ => "undecided",
    };

    /// <summary>Why, in a line.</summary>
    public string Why
    {
        get
        {
            if (Test is not { } test)
                return "no seed has both";
            if (test.Count == 1)
                return "one pair has no spread; run more seeds";
            var evidence = string.Create(CultureInfo.InvariantCulture, $"{test.Count} pairs, t = {test.T:F2}, p = {test.PValue:F3}");
            if (Claim is Claim.CostFactor cost)
            {
                return Verdict switch
                {
                    Verdict.Holds => $"the interval lies within a fifth of {Format.Number(cost.Factor, 2)}; {evidence}",
                    Verdict.DoesNotHold => $"the interval lies outside a fifth of {Format.Number(cost.Factor, 2)}; {evidence}",
                    _ => $"the interval reaches over the edge of a fifth around {Format.Number(cost.Factor, 2)}; {evidence}",
                };
            }

            var printed = Claim is Claim.Improvement { Printed: var share } && double.IsFinite(share)
                ? -share >= -test.High / ReferenceMean && -share <= -test.Low / ReferenceMean ? "; the printed number is inside the interval" : "; the printed number is outside the interval"
                : "";
            return Verdict switch
            {
                Verdict.Holds => $"the whole interval is an improvement; {evidence}{printed}",
                Verdict.DoesNotHold => $"the whole interval is a worsening; {evidence}{printed}",
                _ => $"the interval has both signs; {evidence}{printed}",
            };
        }
    }

    public static ClaimTest Of(Claim claim, Measurements measurements, IReadOnlyList<string> data, CostTable costs)
    {
        if (claim is Claim.CostFactor cost)
        {
            var ratios = costs.StepRatios(claim.Candidate, claim.Reference).Select(ratio => Math.Log(ratio)).ToArray();
            return Decide(claim, ratios, 1, Math.Log(cost.Factor * (1 - Claim.CostFactor.Tolerance)), Math.Log(cost.Factor * (1 + Claim.CostFactor.Tolerance)));
        }

        var improvement = (Claim.Improvement)claim;
        var sets = improvement.Data is { } one ? [one] : data;
        var (candidate, reference) = (measurements.MeanBySeed(claim.Candidate, sets, improvement.Measure), measurements.MeanBySeed(claim.Reference, sets, improvement.Measure));
        var seeds = reference.Keys.Where(candidate.ContainsKey).ToArray();
        double[] differences = [.. seeds.Select(seed => reference[seed] - candidate[seed])];
        return Decide(claim, differences, seeds.Length == 0 ? double.NaN : seeds.Average(seed => reference[seed]), 0, double.PositiveInfinity);
    }

    private static ClaimTest Decide(Claim claim, IReadOnlyList<double> values, double referenceMean, double low, double high)
    {
        if (values.Count == 0)
            return new ClaimTest(claim, null, default, referenceMean, Verdict.Undecided);
        var test = PairedTest.Of(values);
        var verdict = test.Low > low && test.High < high ? Verdict.Holds : test.High < low || test.Low > high ? Verdict.DoesNotHold : Verdict.Undecided;
        return new ClaimTest(claim, test, Bootstrap.MeanInterval(values), referenceMean, verdict);
    }
}
