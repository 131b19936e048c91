using System.Text.Json.Nodes;
using DualScale.Denoisers;
using DualScale.Reproduction.Studies;
using DualScale.Runs;
using DualScale.Runs.Configuration;

namespace DualScale.Reproduction.Tests;

/// <summary>Verdicts on constructed measurements.</summary>
public sealed class ClaimTests
{
    private static readonly string[] Data = ["dino", "moons"];
    private static readonly Claim Lower = new Claim.Improvement("lower", Reading.Text, Measure.Kl, "new", "old", "dino", 0.2);

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
        Assert.Equal(
            Verdict.DoesNotHold, Test(Lower, ("old", "dino", [0.8, 0.91, 0.7]), ("new", "dino", [1.0, 1.1, 0.9])).Verdict);

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
            new Claim.Improvement("mean", Reading.Text, Measure.Kl, "new", "old"),
            ("old", "dino", [1.0, 1.0]), ("old", "moons", [0.5, 0.5]), ("new", "dino", [0.9, 0.9]), ("new", "moons", [0.3, 0.3]));
        Assert.Equal(0.15, test.Test!.Value.Mean, 12);
        Assert.Equal("-0.150 (-20.0 %)", test.Measured);
    }

    [Fact]
    public void Claim_of_a_GPU_s_time_is_not_tested_and_stands_beside_what_was_measured()
    {
        var costs = new CostTable("", new Dictionary<string, double[]> { ["old"] = [1, 2, 4], ["new"] = [2, 4, 8] },
            new Dictionary<string, double[]>())
        { Cores = 2 };
        var claim = new Claim.CostFactor("dearer", Reading.Text, "new", "old", 2);
        var test = ClaimTest.Of(claim, new Measurements([]), Data, costs);
        Assert.Equal(("not tested here", "2.00 times", "2.00 to 2.00"), (test.VerdictName, test.Measured, test.Interval));
        Assert.Contains("GPU", test.Why);
        Assert.Contains("2 cores, 3 rounds", test.Why);
        Assert.Equal(("not tested here", "–"), (ClaimTest.Of(claim, new Measurements([]), Data, CostTable.Empty).VerdictName,
            ClaimTest.Of(claim, new Measurements([]), Data, CostTable.Empty).Measured));
    }

    [Fact]
    public void Times_say_from_how_little_they_are_extrapolated()
    {
        var costs = new CostTable("", new Dictionary<string, double[]> { ["old"] = [0.003, 0.001, 0.002] },
            new Dictionary<string, double[]> { ["old"] = [0.0005] })
        {
            TurnSteps = 40,
            TurnSamples = 384,
            Cores = 2,
        };
        Assert.Equal("training on 2 cores, s: 10,000 steps extrapolated from 40", costs.TrainingTitle);
        Assert.Equal("inference on 2 cores, s: 10,000 samples extrapolated from 384", costs.SamplingTitle);
        Assert.Equal("training step on 2 cores, ms: median of 3 turns of 40", costs.StepTitle);
        Assert.Equal(2, costs.StepMilliseconds("old"), 1e-9);
        Assert.Equal((20, 5), (costs.TrainingSeconds("old"), costs.SamplingSeconds("old")));
    }

    // One test has p = 0.02; beside two others of the same size Holm's correction makes it 0.06.
    [Theory]
    [InlineData(1, false, "holds")]
    [InlineData(1, true, "does not hold")]
    [InlineData(3, false, "leans for")]
    [InlineData(3, true, "leans against")]
    public void Verdict_needs_the_corrected_p_value_and_leans_without_it(int tests, bool worse, string verdict)
    {
        double[] better = [0.90, 0.85, 0.84], other = [1.0, 1.0, 1.0];
        var test = worse ? Alone(("old", "dino", better), ("new", "dino", other)) : Alone(
            ("old", "dino", other), ("new", "dino", better));
        Assert.InRange(test.Test!.Value.PValue, 0.05 / 3, 0.05 / 2);
        var adjusted = ClaimTest.AdjustTogether([(Study.All[0],
            [.. Enumerable.Repeat(0, tests).Select((_, i) => test with { Claim = test.Claim with { Text = $"claim {i}" } })])]);
        Assert.All(adjusted[0].Tests, one => Assert.Equal(verdict, one.VerdictName));
        Assert.Equal(tests > 1, adjusted[0].Tests[0].Why.Contains("but not after correction"));
    }

    [Fact]
    public void Page_without_correction_decides_nothing()
    {
        var test = Alone(("old", "dino", [1.0, 1.1, 0.9]), ("new", "dino", [0.8, 0.91, 0.7]));
        Assert.Equal(Verdict.LeansFor, test.Verdict);
    }

    [Fact]
    public void Losses_in_the_published_code_s_reading_are_those_of_raw_weights()
    {
        var losses = Study.All.Single(study => study.Name == "grid").Claims.OfType<Claim.Improvement>()
            .Where(claim => claim.Text.Contains("evaluation loss")).ToArray();
        Assert.Equal(6, losses.Length);
        Assert.All(losses, claim =>
            Assert.Equal(claim.Candidate.EndsWith("-published-code"), claim.Measure == Measure.RawEvaluationLoss));
        Assert.All(losses, claim => Assert.Equal(
            claim.Measure == Measure.RawEvaluationLoss ? "published code, raw weights" : "paper's text, averaged weights",
            claim.Reading));
    }

    [Fact]
    public void Rows_named_after_the_published_code_do_as_it_does()
    {
        foreach (var study in Study.All)
        {
            foreach (var row in study.Rows.DistinctBy(row => row.Experiment))
            {
                var model = study.Experiments.Single(experiment => experiment.Name == row.Experiment)
                    .Configure(new DataOptions { Source = "moons" }, 0, null, null).Model;
                Assert.Equal(row.Reading == Reading.Code &&
                    model.Network is DualScaleDenoiser, model.Network is DualScaleDenoiser { PublishedLocalInputs: true });
                if (model.AlwaysGrid)
                {
                    Assert.Equal(row.Reading == Reading.Code, model.Grid is
                    {
                        Interpolation: Diffusion.GridInterpolation.Nearest,
                        Step: Diffusion.GridStep.Ddpm, Extent: [-1, 1], Averaged: false
                    });
                }
            }
        }

        Assert.All(new[] { "dual-scale", "grid" }, name => Assert.Equal(3, Study.All.Single(study => study.Name == name).Rows
            .Where(row => row.Reading == Reading.Code).DistinctBy(row => row.Experiment).Count()));
    }

    [Fact]
    public void Every_claim_compares_experiments_of_its_study_and_every_experiment_is_valid()
    {
        foreach (var study in Study.All)
        {
            var names = study.Experiments.Select(experiment => experiment.Name).ToArray();
            Assert.All(study.Claims, claim =>
                Assert.True(names.Contains(claim.Candidate) && names.Contains(claim.Reference), claim.Text));
            foreach (var experiment in study.Experiments)
            {
                var configuration = experiment.Configure(new DataOptions { Source = "moons" }, 3, null, null);
                Assert.Equal((3UL, "moons"), (configuration.Training.Seed, configuration.Data.Source));
                if (Study.Papers.Contains(study))
                    Assert.Equal((10_000, 0.02), (configuration.Training.Steps, configuration.Diffusion.BetaEnd));
            }
        }
    }

    [Fact]
    public void Every_experiment_of_scale_space_leaves_another_single_thing_out()
    {
        var study = Study.All.Single(study => study.Name == "scale-space");
        var trees = study.Experiments.Select(experiment =>
            ConfigurationTree.ToTree(experiment.Configure(new DataOptions { Source = "moons" }, 0, null, null))).ToArray();
        var changed = trees.Select(tree => string.Join(' ',
            from section in tree
            where section.Value is JsonObject
            from setting in section.Value!.AsObject()
            where !JsonNode.DeepEquals(setting.Value, trees[0][section.Key]![setting.Key])
            select $"{section.Key}.{setting.Key}={setting.Value}"));
        Assert.Equal(
            [
                "", "model.fading=false", "model.directions=2", "model.modulated=false", "diffusion.parametrization=epsilon",
                "diffusion.levels=discrete diffusion.beta-end=0.02 diffusion.schedule=linear", "training.reference-rows=0",
                "diffusion.density=log-uniform", "training.warm-up-steps=0",
            ],
            changed);
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

    // As on a page with this one claim, where the correction changes nothing.
    private static ClaimTest Test(Claim claim, params (string Experiment, string Data, double[] Kl)[] measured) =>
        ClaimTest.AdjustTogether([(Study.All[0], [Uncorrected(claim, measured)])])[0].Tests[0];

    private static ClaimTest Alone(params (string Experiment, string Data, double[] Kl)[] measured) =>
        Uncorrected(Lower, measured);

    private static ClaimTest Uncorrected(Claim claim, params (string Experiment, string Data, double[] Kl)[] measured) =>
        ClaimTest.Of(
        claim,
        new Measurements([.. measured.SelectMany(m => m.Kl.Select((kl, seed) => (
            new Job(m.Experiment, m.Data, (ulong)seed, new RunConfiguration(), new RunFiles("")), Measured(kl))))]),
        Data, CostTable.Empty);

    private static EvaluationResult Measured(double kl) =>
        new() { Model = "", Data = "", Seed = 0, Samples = 1, Sampler = "ddpm", SamplerSteps = 1, Divergence = kl };
}
