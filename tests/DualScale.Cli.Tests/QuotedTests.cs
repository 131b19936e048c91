using System.Diagnostics;
using DualScale.Cli.Terminal;

namespace DualScale.Cli.Tests;

/// <summary>Paths in commands that are shown are those paths where they are typed.</summary>
public sealed class QuotedTests
{
    [ShellTheory("bash")]
    [InlineData("runs/mine")]
    [InlineData("my runs/größe")]
    [InlineData("a&b")]
    [InlineData("it's $HOME")]
    [InlineData("a(1);\"x\"")]
    public void A_shell_reads_the_path_itself(string path)
    {
        using var shell = Process.Start(
            new ProcessStartInfo("bash", ["--norc", "-c", $"printf %s {Quoted.Of(path)}"]) { RedirectStandardOutput = true })!;
        Assert.Equal(path, shell.StandardOutput.ReadToEnd());
    }

    [Theory]
    [InlineData("runs/mine", "runs/mine")]
    [InlineData("my runs", "\"my runs\"")]
    public void Common_paths_are_quoted_as_every_shell_understands_it(string path, string quoted) =>
        Assert.Equal(quoted, Quoted.Of(path));
}
