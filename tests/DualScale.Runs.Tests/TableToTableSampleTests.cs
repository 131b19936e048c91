using System.Diagnostics;
using DualScale.Tables;

namespace DualScale.Runs.Tests;

/// <summary>samples/TableToTable does what it says, as a process of its own.</summary>
public sealed class TableToTableSampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Table_becomes_a_synthetic_one_with_a_verdict_on_quality_and_privacy()
    {
        File.WriteAllLines(_folder["table.csv"], ["length;since;kind", .. Enumerable.Range(0, 100).Select(
            i => $"{i * 7 % 13},5;{i % 28 + 1:00}.02.2024;{(i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "")}")]);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(
            AppContext.BaseDirectory, "TableToTable.dll"), _folder["table.csv"], _folder["synthetic.csv"], "40"])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        var words = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("Quality: ", words[0]);
        Assert.StartsWith("Privacy: ", words[1]);
        Assert.Equal(2, words.Length);

        // Four of five rows, as the table writes them.
        var synthetic = TableFile.Read(_folder["synthetic.csv"]);
        Assert.Equal(80, synthetic.Rows);
        Assert.Equal(TableFile.Read(_folder["table.csv"]).Schema.Columns.Select(column => column.Kind.KindName),
            synthetic.Columns.Select(column => column.Schema.Kind.KindName));
        Assert.Equal("length;since;kind", File.ReadLines(_folder["synthetic.csv"]).First());
    }
}
