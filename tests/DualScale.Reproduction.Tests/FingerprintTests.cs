using DualScale.Runs;
using DualScale.Runs.Configuration;

namespace DualScale.Reproduction.Tests;

/// <summary>What makes a job another one, and what does not.</summary>
public sealed class FingerprintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Results that are kept for years say by these that they still count.
    [Theory]
    [InlineData("baseline", "c74310581c867d91")]
    [InlineData("dual-scale-improved-published-code", "638e709787804ec6")]
    [InlineData("grid-multi-l1", "92593be698ec549a")]
    [InlineData("dual-expert-diversity", "4d4ed99f3f4225d8")]
    [InlineData("scale-space", "974f4a05d65ed130")]
    public void Jobs_of_the_papers_have_the_fingerprints_that_they_had(string experiment, string fingerprint) =>
        Assert.Equal(fingerprint, new JobFingerprints().Of(Of(Experiment.BuiltIn(experiment), "dino")));

    [Theory]
    [InlineData("training:\n  learning-rate: 1e-3\n")]
    [InlineData("training:\n  keep: best\n")]
    [InlineData("model:\n  hidden-width: 24\n")]
    [InlineData("model:\n  grid:\n    enabled: true\n")]
    [InlineData("diffusion:\n  beta-end: 0.1\n")]
    [InlineData("diffusion:\n  levels: continuous\n")]
    [InlineData("data:\n  points: 5000\n")]
    public void Setting_that_changes_the_numbers_changes_it(string settings) => Assert.NotEqual(Own(""), Own(settings));

    [Theory]
    [InlineData("training:\n  checkpoint-every: 7\n")]
    [InlineData("model:\n  experts: 3\n  grid:\n    sizes: [3]\n")]
    [InlineData("training:\n  learning-rate: 0.0003\n")]
    [InlineData("data:\n  held-out: 0.3\n")]
    public void Setting_that_does_nothing_does_not(string settings) => Assert.Equal(Own(""), Own(settings));

    [Fact]
    public void Table_counts_by_its_values_and_not_by_where_it_lies()
    {
        Directory.CreateDirectory(_folder["other"]);
        File.WriteAllText(_folder["points.csv"], "a,b\n1,2\n3,4\n5,7\n");
        File.WriteAllText(_folder["other/points.csv"], "a;b\n1.0;2\n3;4e0\n5;7\n");
        File.WriteAllText(_folder["changed.csv"], "a,b\n1,2\n3,4\n5,8\n");
        File.WriteAllText(_folder["narrow.csv"], "a\n1\n2\n3\n4\n5\n7\n");
        string[] fingerprints =
        [
            .. ((string[])["points.csv", "other/points.csv", "changed.csv", "narrow.csv"]).Select(name => Own("", _folder[name])),
            Own("data:\n  held-out: 0.3\n", _folder["points.csv"]),
        ];
        Assert.Equal(fingerprints[0], fingerprints[1]);
        Assert.Equal(4, fingerprints.Distinct().Count());
        Assert.Equal(fingerprints[0], Own("data:\n  points: 5000\n", _folder["points.csv"]));
    }

    private string Own(string settings, string data = "moons")
    {
        File.WriteAllText(_folder["own.yaml"], "# An experiment.\n" +
            (settings.StartsWith("model:") ? settings.Replace("model:\n", "model:\n  kind: baseline\n")
            : $"model:\n  kind: baseline\n{settings}"));
        return new JobFingerprints().Of(Of(Experiment.FromFile(_folder["own.yaml"]), data));
    }

    private static Job Of(Experiment experiment, string data) => new(experiment.Name, data, 1,
        experiment.Configure(new DataOptions { Source = data }, 1, null, null), new RunFiles(""));
}
