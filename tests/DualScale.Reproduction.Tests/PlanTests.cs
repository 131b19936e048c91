using DualScale.Reproduction.Studies;

namespace DualScale.Reproduction.Tests;

public sealed class PlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Plan_goes_seed_by_seed_with_each_point_set_s_own_number()
    {
        File.WriteAllText(_folder["a.yaml"], "model:\n  kind: baseline\n");
        File.WriteAllText(_folder["b.yaml"], "model:\n  kind: grid\n");
        var study = new OwnStudy([Experiment.FromFile(_folder["a.yaml"]), Experiment.FromFile(_folder["b.yaml"])]);
        var plan = ReproductionPlan.Of([study], Options("1,dino=2", "line", "dino"));
        Assert.Equal(
            ["a/line/seed-0", "a/dino/seed-0", "b/line/seed-0", "b/dino/seed-0", "a/dino/seed-1", "b/dino/seed-1"],
            plan.Jobs.Select(job => job.Id));
    }

    [Fact]
    public void Plan_read_back_configures_the_same_jobs_and_is_the_same_bytes()
    {
        var plan = ReproductionPlan.Of(Study.All, Options("2", "dino", "moons") with { Steps = 70, Points = 500 });
        plan.Write(_folder["plan.json"]);
        var read = ReproductionPlan.Read(_folder["plan.json"]);
        read.Write(_folder["again.json"]);
        Assert.Equal(File.ReadAllBytes(_folder["plan.json"]), File.ReadAllBytes(_folder["again.json"]));
        Assert.Equal(Study.All, read.ToStudies());
        Assert.Equal(plan.Jobs, read.Jobs);
        foreach (var job in plan.Jobs)
        {
            var configuration = read.Configure(job);
            Assert.Null(Runs.Configuration.ConfigurationTree.Difference(plan.Configure(job), configuration));
            Assert.Equal((70, 500, job.Seed, job.Data), (configuration.Training.Steps, configuration.Data.Points,
                configuration.Training.Seed, configuration.Data.Source));
        }
    }

    [Fact]
    public void Job_is_found_by_id_and_by_place()
    {
        var plan = ReproductionPlan.Of(Study.All, Options("1", "dino", "moons"));
        Assert.Equal("baseline/moons/seed-0", plan.Find("2").Id);
        Assert.Equal(plan.Jobs[3], plan.Find(plan.Jobs[3].Id));
        Refused("give 1 to", () => plan.Find("0"));
        Refused("give 1 to", () => plan.Find($"{plan.Jobs.Count + 1}"));
        Refused("'baseline/dino/seed-0'", () => plan.Find("baselin/dino/seed-0"));
    }

    [Theory]
    [InlineData("\"id\": \"baseline/dino/seed-0\"", "\"id\": \"../../elsewhere\"", "do not fit")]
    [InlineData("\"experiment\": \"baseline\"", "\"experiment\": \"baselin\"", "do not fit")]
    [InlineData("\"dual-scale\"", "\"dual-scal\"", "do not fit")]
    [InlineData("\"jobs\": [", "\"jobs\": null, \"none\": [", "cannot be read")]
    [InlineData("\"samples\": 100", "\"samples\": \"many\"", "cannot be read")]
    public void Plan_that_does_not_fit_together_is_refused(string part, string instead, string message)
    {
        ReproductionPlan.Of([Study.All[0]], Options("1", "dino")).Write(_folder["plan.json"]);
        var text = File.ReadAllText(_folder["plan.json"]);
        var place = text.IndexOf(part, StringComparison.Ordinal);
        File.WriteAllText(_folder["plan.json"], text[..place] + instead + text[(place + part.Length)..]);
        Refused(message, () => ReproductionPlan.Read(_folder["plan.json"]));
    }

    [Theory]
    [InlineData("3", 3, 3)]
    [InlineData("3,dino=5", 5, 3)]
    [InlineData("dino=5, 2", 5, 2)]
    [InlineData("dino=1", 1, 7)]
    [InlineData("", 7, 7)]
    public void Seeds_are_one_number_and_others_by_point_set(string text, int dino, int line)
    {
        var seeds = SeedCounts.Parse(text, 7, ["dino", "line"]);
        Assert.Equal((dino, line), (seeds.Of("dino"), seeds.Of("line")));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("dino=0")]
    [InlineData("three")]
    [InlineData("3,dino=")]
    [InlineData("3,dno=4")]
    public void Other_seeds_are_refused(string text) => Refused($"--seeds", () => SeedCounts.Parse(text, 7, ["dino", "line"]));

    private static ReproductionOptions Options(string seeds, params string[] data) =>
        new() { Data = data, Seeds = SeedCounts.Parse(seeds, 1, data), Samples = 100, Quick = false };

    private static void Refused(string message, Func<object> action) =>
        Assert.Contains(message, Assert.Throws<InvalidInputException>(action).Message);
}
