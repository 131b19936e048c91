using System.Diagnostics;
using System.Text.Json.Nodes;

namespace DualScale.Cli.Tests;

/// <summary>
/// The program with streams that fail, signals in the midst of work that does not look for them, and a second one beside it.
/// </summary>
[Collection("console")]
public sealed class StreamAndSignalTests : IDisposable
{
    private static readonly string[] Settings =
    [
        "--data", "moons", "--set", "data.points=500", "--set", "model.hidden-width=16", "--set", "model.embedding-dimension=8",
        "--set", "training.batch-size=32",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public void Training_goes_on_without_messages_where_standard_error_is_closed()
    {
        Assert.Equal(0, InShell("exec \"$@\" 2>&-", ["train", .. Settings, "--steps", "40", "--out", _folder["run"]]).Code);
        Assert.True(File.Exists(_folder["run/run.json"]));
    }

    [UnixFact]
    public void Training_goes_on_without_messages_where_standard_error_is_full()
    {
        Assert.Equal(
            0, InShell("exec \"$@\" 2>/dev/full", ["train", .. Settings, "--steps", "40", "--out", _folder["run"]]).Code);
        Assert.True(File.Exists(_folder["run/run.json"]));
    }

    [UnixFact]
    public void Failure_keeps_its_code_where_no_stream_takes_it() =>
        Assert.Equal(2, InShell("exec \"$@\" >&- 2>&-", "list", "modles", "--json").Code);

    [UnixFact]
    public void Full_standard_output_ends_with_one_and_a_line() =>
        AssertOneLine(InShell("exec \"$@\" >/dev/full", "list", "models"));

    [UnixFact]
    public void Standard_input_of_other_letters_is_refused_and_not_misread()
    {
        var (code, _, error) = InShell("printf 'a,b\\nf\\374r,2\\nx,4\\n' | \"$@\"", "inspect", "-");
        Assert.Equal((2, "dualscale: standard input is not UTF-8 text; save it as UTF-8.\n"), (code, error));
    }

    [UnixFact]
    public void Closed_standard_output_ends_with_one_and_a_line() => AssertOneLine(InShell("exec \"$@\" >&-", "list", "models"));

    [UnixFact]
    public void Samples_for_a_full_standard_output_end_with_one_and_a_line()
    {
        ConsoleRun.Json(["train", .. Settings, "--steps", "3", "--out", _folder["run"]]);
        AssertOneLine(InShell("exec \"$@\" >/dev/full", "sample", _folder["run"], "-n", "5", "-o", "-", "--quiet"));
    }

    [UnixFact]
    public void Samples_are_drawn_no_longer_than_somebody_reads_them()
    {
        ConsoleRun.Json(["train", "--data", TypedTable(), "--steps", "3", "--out", _folder["run"]]);
        var (_, output, _) = InShell(
            $"( \"$@\"; echo $? > '{_folder["code"]}' ) | head -n 1",
            "sample", _folder["run"], "-n", "100000000", "--steps", "2", "-o", "-", "--quiet");
        Assert.Equal("a,b\n", output);
        Assert.Equal("141\n", File.ReadAllText(_folder["code"]));
    }

    [Fact]
    public void What_a_killed_sample_left_is_swept_by_the_next_one_also_where_the_samples_are_there()
    {
        ConsoleRun.Json(["train", .. Settings, "--steps", "3", "--out", _folder["run"]]);
        string[] sample = ["sample", _folder["run"], "-n", "30", "-o", _folder["samples.txt"]];
        ConsoleRun.Json(sample);
        var leftover = _folder["samples.txt.4711-1.dualscale.tmp"];
        File.WriteAllText(leftover, "");
        File.SetLastWriteTimeUtc(leftover, DateTime.UnixEpoch);
        using var next = ProgramProcess.Start(sample);
        Assert.Equal(0, next.End().Code);
        Assert.Equal([_folder["samples.txt"]], Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [SignalData("-INT")]
    [SignalData("-TERM")]
    [SignalData("-HUP")]
    public async Task Work_that_looks_for_no_signal_is_left_with_130(string signal)
    {
        // A table that never comes: it is opened to be written once the program has opened it to be read.
        using (var make = Process.Start("mkfifo", [_folder["table"]]))
            make.WaitForExit();
        using var program = ProgramProcess.Start("train", "--data", _folder["table"], "--out", _folder["run"], "--json");
        var opened = Task.Run(() => new FileStream(_folder["table"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite));
        program.WaitUntil(() => opened.IsCompleted);
        program.Signal(signal);
        var (code, output, error) = program.End();
        (await opened).Dispose();
        Assert.Equal(130, code);
        Assert.Equal("dualscale: Interrupted; each file that it writes is there whole or not at all.\n", error);
        Assert.False(Directory.Exists(_folder["run"]));
        Assert.Equal(130, JsonNode.Parse(output)!["exit_code"]!.GetValue<int>());
    }

    [Fact]
    public void Second_training_in_a_folder_is_refused_until_the_first_has_ended_even_by_a_kill()
    {
        var run = _folder["run"];
        using var first = ProgramProcess.Start(["train", .. Settings, "--steps", "600000", "--quiet", "--out", run]);
        first.WaitUntil(() => File.Exists(Path.Combine(run, "metrics.jsonl")));
        foreach (var arguments in new[] { ["train", "--resume", "--out", run], new[] { "quickstart", "--out", run } })
        {
            var (code, _, error) = ConsoleRun.Invoke(arguments);
            Assert.Equal(2, code);
            Assert.Equal($"dualscale: Another process is at work in {run}; wait for it or choose another folder.\n", error);
        }

        first.Signal("-KILL");
        first.End();
        var (again, _, otherwise) = ConsoleRun.Invoke("train", "--resume", "--out", run, "--steps", "3");
        Assert.Equal(2, again);
        Assert.Contains("was started with another training.steps", otherwise);
        Assert.False(File.Exists(Path.Combine(run, ".lock")));
    }

    private static void AssertOneLine((int Code, string Output, string Error) ended)
    {
        Assert.Equal(1, ended.Code);
        Assert.Equal("", ended.Output);
        Assert.StartsWith("dualscale: Writing to standard output failed: ", ended.Error);
        Assert.Equal(1, ended.Error.Count(c => c == '\n'));
    }

    private string TypedTable()
    {
        var path = _folder["typed.csv"];
        File.WriteAllText(path, $"a,b\n{string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 7},{(i % 3 == 0 ? "x" : "y")}\n"))}");
        return path;
    }

    private static (int Code, string Output, string Error) InShell(string script, params string[] arguments)
    {
        using var program = ProgramProcess.StartInShell(script, arguments);
        return program.End();
    }
}
