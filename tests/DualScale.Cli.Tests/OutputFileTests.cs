namespace DualScale.Cli.Tests;

/// <summary>A command never replaces a file that it did not write for the same request.</summary>
[Collection("console")]
public sealed class OutputFileTests : IDisposable
{
    private readonly SmallTable _table = new();

    public void Dispose() => _table.Dispose();

    [Fact]
    public void Table_that_lies_in_the_run_s_folder_is_never_overwritten()
    {
        Directory.CreateDirectory(_table["mine"]);
        File.WriteAllText(_table["mine/data.csv"], "a\n1.2881847531554629\n2\n3\n4\n");
        var (code, _, error) = Invoke(
            ["train", "--data", _table.Path, "--steps", "3", "--out", _table["mine"], .. SmallTable.Tiny]);
        Assert.Equal(2, code);
        Assert.Contains("another data.csv", error);
        Run(["train", "--data", _table["mine/data.csv"], "--steps", "3", "--out", _table["mine"], .. SmallTable.Tiny]);
        Assert.Equal("a\n1.2881847531554629\n2\n3\n4\n", File.ReadAllText(_table["mine/data.csv"]));
    }

    [Theory]
    [InlineData("-n", "3")]
    [InlineData("-n", "41")]
    [InlineData("--seed", "1")]
    [InlineData("--sampler", "ddim")]
    [InlineData("--steps", "50")]
    [InlineData("--spacing", "log-uniform")]
    public void Samples_of_another_request_are_kept_unless_forced(params string[] other)
    {
        var run = _table["run"];
        var samples = _table["run/samples.csv"];
        Run(["train", "--data", _table.Path, "--steps", "3", "--out", run, .. SmallTable.Tiny]);
        Run("sample", run, "-n", "40");
        var before = File.ReadAllBytes(samples);
        Run("sample", run, "-n", "40");

        string[] request = ["sample", run, .. other.Contains("-n") ? [] : new[] { "-n", "40" }, .. other];
        var (code, _, error) = Invoke(request);
        Assert.Equal(2, code);
        Assert.Contains("choose another -o, or replace it with --force", error);
        Assert.Equal(before, File.ReadAllBytes(samples));

        Run([.. request, "--force"]);
        Run([.. request, "-o", _table["other.csv"]]);
        Assert.NotEqual(before, File.ReadAllBytes(samples));
        Assert.Equal(File.ReadAllBytes(_table["other.csv"]), File.ReadAllBytes(samples));
    }

    [Fact]
    public void Samples_that_were_edited_or_are_something_else_are_kept_and_an_empty_file_is_filled()
    {
        Run(["train", "--data", _table.Path, "--steps", "3", "--out", _table["run"], .. SmallTable.Tiny]);
        var samples = _table["samples.csv"];
        File.WriteAllText(samples, "");
        Run("sample", _table["run"], "-n", "1", "-o", samples);
        Run("sample", _table["run"], "-n", "1", "-o", samples);
        Run("sample", _table["run"], "-n", "30", "-o", _table["edited.csv"]);
        var lines = File.ReadAllLines(_table["edited.csv"]);
        File.WriteAllText(_table["edited.csv"], string.Join('\n', [.. lines[..30], "0,0"]) + "\n");
        File.WriteAllText(_table["notes.txt"], "mine");
        foreach (var (count, file) in new[] { ("30", "edited.csv"), ("30", "notes.txt"), ("1", "notes.txt") })
        {
            var before = File.ReadAllText(_table[file]);
            Assert.Equal(2, Invoke("sample", _table["run"], "-n", count, "-o", _table[file]).Code);
            Assert.Equal(before, File.ReadAllText(_table[file]));
        }
    }

    private static void Run(params string[] arguments) => ConsoleRun.Json(arguments);

    private static (int Code, string Output, string Error) Invoke(params string[] arguments) => ConsoleRun.Invoke(arguments);
}
