using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DualScale.Runs.Tests;

/// <summary>samples/CompareRuns does what it says, as a process of its own.</summary>
public sealed class CompareRunsSampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_models_of_a_table_are_trained_reported_and_compared_and_the_next_time_only_compared()
    {
        File.WriteAllLines(
            _folder["table.csv"], ["length,width", .. Enumerable.Range(0, 80).Select(i => $"{i * 7 % 13}.5,{i * 5 % 11}.25")]);
        var first = Start();
        Assert.Equal(["The checkpoint of step 40 is saved.", "The checkpoint of step 40 is saved."], first[..2]);
        var rows = first[2..4].Select(line => Regex.Match(line, @"^(\S+) +KL (-?[\d.]+) bits  loss ([\d.]+)  (\d+) parameters$"))
            .ToArray();
        Assert.All(rows, row => Assert.True(row.Success));
        Assert.Equal(["baseline", "dual-scale"], rows.Select(row => row.Groups[1].Value).Order());
        Assert.True(Number(rows[0], 2) <= Number(rows[1], 2), "The lower divergence comes first.");
        foreach (var row in rows)
        {
            var run = Run.Open(_folder[$"out/{row.Groups[1].Value}"]);
            Assert.Equal(RunState.Evaluated, run.State);
            Assert.Equal("table.csv", run.DataName);
            Assert.Equal(run.ReadEvaluation()!.Divergence, Number(row, 2), 3);
            Assert.Equal(run.ReadTraining()!.Parameters, Number(row, 4));
        }

        Assert.Equal($"{_folder["out/report.html"]} shows them in 6 figures", first[4]);
        Assert.Equal(7, Directory.GetFiles(_folder["out"], "report*").Length);
        Assert.Contains("dual-scale (adaptive)", File.ReadAllText(_folder["out/report.html"]));

        var second = Start();
        Assert.Equal([$"{_folder["out/baseline"]} is finished already.", $"{_folder["out/dual-scale"]} is finished already."],
            second[..2]);
        Assert.Equal(first[2..], second[2..]);
    }

    private static double Number(Match row, int group) => double.Parse(row.Groups[group].Value, CultureInfo.InvariantCulture);

    private string[] Start()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(
            AppContext.BaseDirectory, "CompareRuns.dll"), _folder["out"], _folder["table.csv"], "40"])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
