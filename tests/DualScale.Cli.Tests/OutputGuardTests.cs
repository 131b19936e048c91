using System.Text.Json.Nodes;

namespace DualScale.Cli.Tests;

/// <summary>What commands write into, and what they leave as it is, with --force too.</summary>
[Collection("console")]
public sealed class OutputGuardTests : IDisposable
{
    private readonly SmallTable _table = new();

    public void Dispose() => _table.Dispose();

    [UnixFact]
    public void Files_of_any_run_and_the_schema_that_is_read_are_replaced_by_no_command()
    {
        var (run, other) = (Train("run"), Train("other"));
        Directory.CreateSymbolicLink(_table["link"], run);
        Invoke("inspect", _table.Path, "-o", _table["schema.yaml"]);
        File.Move(_table["other/model.safetensors"], _table["stored"]);
        File.CreateSymbolicLink(_table["other/model.safetensors"], _table["stored"]);
        foreach (var command in (string[][])
        [
            ["compare", _table.Path, _table.Path, "--schema", _table["schema.yaml"], "-o", _table["schema.yaml"]],
            ["inspect", _table.Path, "--schema", _table["schema.yaml"], "-o", _table["schema.yaml"]],
            ["compare", _table.Path, _table.Path, "-o", _table["run/model.safetensors"]],
            ["report", run, "-o", _table["other/checkpoint.safetensors"]],
            ["inspect", _table.Path, "-o", _table["run/config.yaml"]],
            ["sample", _table["run/model.safetensors"], "-n", "3", "-o", _table["run/data.csv"]],
            ["sample", run, "-n", "3", "-o", _table["link/model.safetensors"]],
            ["sample", other, "-n", "3", "-o", _table["other/model.safetensors"]],
            ["sample", run, "-n", "3", "-o", _table["run/evaluation.json"]],
        ])
        {
            var before = Directory.GetFiles(_table.Folder, "*", SearchOption.AllDirectories)
                .ToDictionary(path => path, File.ReadAllBytes);
            var (code, _, error) = Invoke([.. command, "--force"]);
            Assert.True(code == 2, string.Join(' ', command));
            Assert.EndsWith("; give another -o.\n", error, StringComparison.Ordinal);
            Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
        }

        // A folder with no more than what its model needs is a run too.
        File.Delete(_table["run/metrics.jsonl"]);
        File.Delete(_table["run/run.json"]);
        Assert.Equal(2, Invoke("sample", run, "-n", "3", "-o", _table["run/model.safetensors"], "--force").Code);

        // What a run does not stand on is its user's to replace.
        Assert.Equal(0, Invoke("sample", other, "-n", "3", "-o", _table["run/samples.csv"]).Code);
    }

    [Fact]
    public void Pages_and_figures_of_others_are_kept_without_force()
    {
        var run = Train("run");
        File.WriteAllText(_table["page-mine.svg"], "mine");
        var (code, _, error) = Invoke("report", run, "-o", _table["page.html"]);
        Assert.Equal(2, code);
        Assert.Contains("page-mine.svg is there already, where a figure of the page may go", error);
        Assert.Equal(0, Invoke("report", run, "-o", _table["page.html"], "--force").Code);
        Assert.Equal("mine", File.ReadAllText(_table["page-mine.svg"]));
        Assert.Equal(2, Invoke("report", run, "-o", _table["page.html"]).Code);
    }

    [Theory]
    [InlineData("compare")]
    [InlineData("inspect")]
    [InlineData("report")]
    public void Pages_and_schemas_go_into_files_alone(string command)
    {
        string[] of = command == "report" ? [Train("run")] : command == "compare" ? [_table.Path, _table.Path] : [_table.Path];
        var (code, _, error) = Invoke([command, .. of, "-o", "-"]);
        Assert.Equal(2, code);
        Assert.Contains("to standard output; give a file with -o.", error);
        Assert.False(File.Exists("-"));
    }

    [UnixFact]
    public void Page_of_a_comparison_is_there_where_standard_output_takes_no_numbers()
    {
        var (code, _, _) = InShell("exec \"$@\" >/dev/full", "compare", _table.Path, _table.Path, "-o", _table["page.html"], "-q");
        Assert.Equal(1, code);
        Assert.Contains("</html>", File.ReadAllText(_table["page.html"]));
    }

    [LinuxFact]
    public void Named_pipe_passes_on_what_is_written_into_it()
    {
        var run = Train("run");
        Assert.Equal(0, Invoke("sample", run, "-n", "5", "-o", _table["five.csv"]).Code);
        var (code, _, error) = InShell(
            $"mkfifo '{_table["pipe"]}'; cat '{_table["pipe"]}' > '{_table["got"]}' & \"$@\"; code=$?; wait; exit $code",
            "sample", run, "-n", "5", "-o", _table["pipe"], "-q");
        Assert.True(code == 0, error);
        Assert.Equal(File.ReadAllText(_table["five.csv"]), File.ReadAllText(_table["got"]));
    }

    [Fact]
    public void Commands_that_are_shown_can_be_typed_where_a_path_has_a_space()
    {
        var (code, _, error) = Invoke(
            ["train", "--data", _table.Path, "--steps", "3", "--out", _table["a run"], .. SmallTable.Tiny]);
        Assert.Equal(0, code);
        Assert.Contains($"'dualscale sample \"{_table["a run"]}\"'", error);
    }

    [Fact]
    public void Jobs_that_fail_are_an_error_and_what_a_folder_s_plan_says_is_not_said_again()
    {
        File.WriteAllText(_table["grid.yaml"], "model:\n  kind: grid\n  hidden-width: 16\n  embedding-dimension: 8\n");
        File.WriteAllLines(
            _table["wide.csv"], Enumerable.Range(0, 60).Select(i => string.Join(',', Enumerable.Range(1, 5).Select(k => i * k % 17))).Prepend("a,b,c,d,e"));
        var (code, output, error) = Invoke(
            "reproduce", "--experiment", _table["grid.yaml"], "--quick", "--seeds", "1", "--data", _table["wide.csv"], "--out",
            _table["out"], "--json");
        Assert.Equal(1, code);
        Assert.Contains("1 of 1 jobs failed", error);
        var document = JsonNode.Parse(output)!;
        Assert.Equal(1, document["exit_code"]!.GetValue<int>());
        Assert.Contains(document["error"]!.ToString(), error);
        Assert.Single(document["failures"]!.AsArray());

        (code, _, error) = Invoke("reproduce", "grid", "--quick", "collect", "--out", _table["out"]);
        Assert.Equal(2, code);
        Assert.Contains("leave the paper out here", error);
        Assert.Equal(2, Invoke("reproduce", "--seeds", "2", "collect", "--out", _table["out"]).Code);
    }

    private string Train(string name)
    {
        var (code, _, error) = Invoke(
            ["train", "--data", _table.Path, "--steps", "3", "--out", _table[name], .. SmallTable.Tiny]);
        Assert.True(code == 0, error);
        return _table[name];
    }

    private static (int Code, string Output, string Error) Invoke(params string[] arguments) => ConsoleRun.Invoke(arguments);

    private static (int Code, string Output, string Error) InShell(string script, params string[] arguments)
    {
        using var program = ProgramProcess.StartInShell(script, arguments);
        return program.End();
    }
}
