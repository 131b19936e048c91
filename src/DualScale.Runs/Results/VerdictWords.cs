using System.Globalization;
using DualScale.Evaluation;

namespace DualScale.Runs;

/// <summary>A verdict as sentences: what the samples are, then what each number says of it.</summary>
internal static class VerdictWords
{
    // Under this the numbers differ and pictures hardly do.
    private const double Little = 0.3;

    private const string Longer =
        "Train longer, in a run of its own with more training.steps; a wider network, model.width, where training ended as nothing was gained.";

    public static IReadOnlyList<string> Of(SampleVerdict verdict) =>
    [
        Headline(verdict),
        "KL is how many bits a point one density is off another; the floor is what fresh data give in place of the samples.",
        Direction(
            "KL(data ‖ samples), large where data are not covered", verdict.Divergence.Forward, verdict.ForwardFloor, verdict.Copying),
        Direction(
            "KL(samples ‖ data), large where samples are and no data", verdict.Divergence.Reverse, verdict.ReverseFloor, verdict.Copying),
        .. verdict.Copying is { } copying ? [Distance(copying)] : Array.Empty<string>(),
    ];

    private static string Headline(SampleVerdict verdict)
    {
        var worst = verdict.Excess;
        var (bits, little) = ($"{N(worst)} bits above the floor", worst < Little ? "a little " : "");
        return verdict.Finding switch
        {
            SampleFinding.Alike => $"Samples are as close to the data as fresh data are, within {Up(verdict.Bound)} bits.",
            SampleFinding.Memorised =>
                $"Samples repeat training rows: beside a row that was not trained on, a sample is the nearer one to them in {Nearer(verdict.Copying!.Value)} of cases, where half is fair. Train shorter, on more rows, or a smaller network.",
            SampleFinding.Smeared => $"Samples are {little}smeared, {bits}: they spread wider than the data. {Longer}",
            SampleFinding.Uncovered =>
                $"Parts of the data have {(worst < Little ? "a little too" : "too")} few samples, {bits}: they are not covered. {Longer}",
            SampleFinding.Stray =>
                $"{(worst < Little ? "A few" : "Many")} samples lie where no data are, {bits}. Sample in more steps. {Longer}",
            SampleFinding.Closer => $"Samples are nearer to the data than fresh data are, {Nearness(verdict.Copying)}.",
            _ => $"{(verdict.Copying is { Verdict: not DivergenceVerdict.Alike } ? "Divergences do not tell" : "Nothing tells")} the samples from fresh data, but so few rows leave room for {Up(verdict.Bound)} bits: no verdict.",
        };
    }

    // A divergence below its floor is a sign of copies; the distances, where they were measured, are the surer one.
    private static string Nearness(CopyingTest? copying) => copying?.Verdict switch
    {
        null => "a sign of repeated training rows; distances to them were not measured",
        DivergenceVerdict.Closer => "and somewhat nearer to training rows than rows that were not trained on: a few may repeat them",
        _ => "yet no nearer to training rows than rows that were not trained on: distances show no copies",
    };

    private static string Direction(string what, double bits, DivergenceFloor floor, CopyingTest? copying) =>
        $"{what}: {N(bits)}, floor {N(floor.Mean)} ± {Up(floor.Reach)}: " + floor.Judge(bits) switch
        {
            DivergenceVerdict.Alike => "alike.",
            DivergenceVerdict.Apart => $"{N(bits - floor.Mean)} above.",
            _ when copying is null or { Verdict: DivergenceVerdict.Closer } =>
                $"{N(floor.Mean - bits)} below, a sign of repeated training rows.",
            _ => $"{N(floor.Mean - bits)} below, though distances show no copies.",
        };

    private static string Distance(CopyingTest test)
    {
        var (samples, heldOut) = (test.Samples, test.HeldOut);
        return $"Nearest training row: {D(samples.Median)} from the median sample ({D(samples.Lower)} to {D(samples.Upper)} of half of them), "
            + $"{D(heldOut.Median)} from the median held-out row ({D(heldOut.Lower)} to {D(heldOut.Upper)}); "
            + (test.KnowsStrays ? string.Create(CultureInfo.InvariantCulture, $"{test.StrayShare:P1} of the samples are farther than 99 % of held-out rows; ") : "")
            + string.Create(CultureInfo.InvariantCulture, $"beside one of {test.Count:N0} held-out rows ")
            + $"the sample is nearer in {Nearer(test)} of pairs: "
            + test.Verdict switch
            {
                DivergenceVerdict.Alike => "no sign of copies.",
                DivergenceVerdict.Apart => "farther than data are.",
                _ => "nearer than data are.",
            };
    }

    private static string Nearer(CopyingTest test) =>
        string.Create(CultureInfo.InvariantCulture, $"{test.NearerShare:P0} ± {3 * test.Error:P0}");

    // Adding 0 takes the sign of what rounds to -0.
    private static string N(double value) => (Math.Round(value, 2) + 0.0).ToString("0.00", CultureInfo.InvariantCulture);

    // An error is not rounded away.
    private static string Up(double value) => N(Math.Ceiling(value * 100 - 1e-9) / 100);

    private static string D(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
