using DualScale.Reproduction.Studies;
using DualScale.Runs;
using DualScale.Runs.Configuration;

namespace DualScale.Reproduction.Tests;

/// <summary>Verdicts on constructed measurements.</summary>
public sealed class ClaimTests
{
    private static readonly string[] Data = ["dino", "moons"];
    private static readonly Claim Lower = new Claim.Improvement("lower", Measure.Kl, "new", "old", "dino", 0.2);

    [Fact]
    public void Better_with_every_seed_holds()
    {
        var test = Test(Lower, ("old", "dino", [1.0, 1.1, 0.9]), ("new", "dino", [0.8, 0.91, 0.7]));
        Assert.Equal(Verdict.Holds, test.Verdict);
        Assert.Equal("-0.197 (-19.7 %)", test.Measured);
        Assert.Contains("the printed -20.0 % is inside it", test.Why);
    }

    [Fact]
    public void Worse_with_every_seed_does_not_hold() =>
        Assert.Equal(Verdict.DoesNotHold, Test(Lower, ("old", "dino", [0.8, 0.91, 0.7]), ("new", "dino", [1.0, 1.1, 0.9])).Verdict);

    [Fact]
    public void Divergences_around_zero_are_compared_without_shares()
    {
        var test = Test(Lower, ("old", "dino", [-0.02, 0.01, 0.0]), ("new", "dino", [-0.05, -0.02, -0.031]));
        Assert.Equal((Verdict.Holds, "-0.030"), (test.Verdict, test.Measured));
        Assert.DoesNotContain("printed", test.Why);
    }

    [Fact]
    public void Now_better_now_worse_is_undecided() =>
        Assert.Equal(Verdict.Undecided, Test(Lower, ("old", "dino", [1.0, 0.9, 1.1]), ("new", "dino", [0.9, 1.0, 1.0])).Verdict);

    [Fact]
    public void Seeds_are_paired()
    {
        // The spread between seeds is ten times the difference, which is nearly the same for each.
        var test = Test(Lower, ("old", "dino", [1.0, 2.0, 3.0]), ("new", "dino", [0.9, 1.89, 2.91]));
        Assert.Equal(Verdict.Holds, test.Verdict);
    }

    [Fact]
    public void One_seed_or_none_is_undecided()
    {
        Assert.Equal(Verdict.Undecided, Test(Lower, ("old", "dino", [1.0]), ("new", "dino", [0.5])).Verdict);
        var none = Test(Lower, ("old", "dino", [1.0]));
        Assert.Equal((Verdict.Undecided, "no seed has both"), (none.Verdict, none.Why));
    }

    [Fact]
    public void Claim_without_a_point_set_takes_the_mean_over_all()
    {
        var test = Test(
            new Claim.Improvement("mean", Measure.Kl, "new", "old"),
            ("old", "dino", [1.0, 1.0]), ("old", "moons", [0.5, 0.5]), ("new", "dino", [0.9, 0.9]), ("new", "moons", [0.3, 0.3]));
        Assert.Equal(0.15, test.Test!.Value.Mean, 12);
        Assert.Equal("-0.150 (-20.0 %)", test.Measured);
    }

    [Theory]
    [InlineData(2.0, 1.98, 2.03, "holds")]
    [InlineData(2.0, 1.2, 1.21, "does not hold")]
    [InlineData(2.0, 3.1, 3.2, "does not hold")]
    [InlineData(2.0, 1.2, 2.8, "undecided")]
    public void Cost_is_judged_by_its_ratio(double claimed, double first, double second, string verdict)
    {
        var costs = new CostTable("", new Dictionary<string, double[]> { ["old"] = [1, 2, 4], ["new"] = [first, 2 * second, 4 * first] }, new Dictionary<string, double[]>());
        Assert.Equal(verdict, ClaimTest.Of(new Claim.CostFactor("dearer", "new", "old", claimed), new Measurements([]), Data, costs).VerdictName);
    }

    [Fact]
    public void Every_claim_compares_experiments_of_its_study_and_every_experiment_is_valid()
    {
        foreach (var study in Study.All)
        {
            var names = study.Experiments.Select(experiment => experiment.Name).ToArray();
            Assert.All(study.Claims, claim => Assert.True(names.Contains(claim.Candidate) && names.Contains(claim.Reference), claim.Text));
            foreach (var experiment in study.Experiments)
            {
                var configuration = experiment.Configure(new DataOptions { Source = "moons" }, 3, null, null);
                Assert.Equal((10_000, 3UL, 0.02, "moons"), (configuration.Training.Steps, configuration.Training.Seed, configuration.Diffusion.BetaEnd, configuration.Data.Source));
            }
        }
    }

    [Fact]
    public void Published_numbers_are_found()
    {
        Assert.Equal(0.989, Published.DualScale("Baseline", "dino", "kl_divergence_bits"));
        Assert.Equal(0.3473, Published.Grid("Multi-scale + L1 Reg", "kl_mean_bits"));
        Assert.Equal(0.650, Published.DualExpert(2, "With Diversity Loss", "dino", "kl_divergence_bits"));
        Assert.Equal(0.583503, Published.Logged("dual-expert-denoiser", 5, "dino", "kl_divergence_bits"));
        Assert.True(double.IsNaN(Published.DualScale("Baseline", "star", "kl_divergence_bits")));
    }

    private static ClaimTest Test(Claim claim, params (string Experiment, string Data, double[] Kl)[] measured) => ClaimTest.Of(
        claim,
        new Measurements([.. measured.SelectMany(m => m.Kl.Select((kl, seed) => (
            new Job(m.Experiment, m.Data, (ulong)seed, new RunConfiguration(), new RunFiles("")), Measured(kl))))]),
        Data, CostTable.Empty);

    private static EvaluationResult Measured(double kl) =>
        new() { Model = "", Data = "", Seed = 0, Samples = 1, Sampler = "ddpm", SamplerSteps = 1, Divergence = kl };
}
