namespace DualScale.Cli.Tests;

/// <summary>The page of the program's own model with one ingredient left out at a time.</summary>
[Collection("console")]
public sealed class ScaleSpaceStudyTests : IDisposable
{
    private static readonly string[] Request =
        ["reproduce", "scale-space", "--quick", "--steps", "2", "--data", "line", "--seeds", "1", "--out"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Page_shows_quality_against_calls_of_what_was_run_here_and_speaks_of_no_paper()
    {
        ConsoleRun.Json([.. Request, _folder["whole"]]);
        var page = File.ReadAllText(_folder["whole/report.md"]);
        Assert.All(["paper", "GPU", "extrapolated", "it is not known"], text => Assert.DoesNotContain(text, page));
        Assert.Contains("training step on ", page);
        Assert.Contains("(figures/scale-space-calls.svg)", page);
        Assert.Equal([2, 2, 2, 2, 0], Known("whole", "whole"));
        Assert.Equal([2, 2, 2, 2, 2], Known("whole", "100 timesteps, 100 network calls"));
        Assert.Equal(9, Directory.GetFiles(_folder["whole/runs"], "calls.json", SearchOption.AllDirectories).Length);

        // results.csv has a model's own calls alone.
        ConsoleRun.Json([.. Request, _folder["out"], "--known", _folder["whole/results.csv"]]);
        page = File.ReadAllText(_folder["out/report.md"]);
        Assert.Contains("Of 9 of 9 jobs it is not known but with their own number of calls", page);
        Assert.DoesNotContain("scale-space-calls.svg", page);
        Assert.Equal([0, 0, 2, 0, 0], Known("out", "whole"));
        Assert.Equal([0, 0, 0, 0, 2], Known("out", "100 timesteps, 100 network calls"));
    }

    // How many numbers a row of the table of the line has for 8, 12, 20, 40 and 100 calls, forward and reverse.
    private IEnumerable<int> Known(string folder, string row) => File.ReadLines(_folder[$"{folder}/report.md"])
        .SkipWhile(line => !line.StartsWith("| line | 8 calls, forward |", StringComparison.Ordinal))
        .First(line => line.StartsWith($"| {row} |", StringComparison.Ordinal)).Split(" | ").Skip(1).Chunk(2)
        .Select(pair => pair.Count(cell => !cell.StartsWith('–')));
}
