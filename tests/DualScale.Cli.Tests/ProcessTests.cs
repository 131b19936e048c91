namespace DualScale.Cli.Tests;

/// <summary>The program as a process that is killed and interrupted.</summary>
[Collection("console")]
public sealed class ProcessTests : IDisposable
{
    private static readonly string[] Settings =
    [
        "--data", "dino", "--set", "data.points=2000", "--set", "model.hidden-width=16", "--set", "model.embedding-dimension=8",
        "--set", "training.batch-size=32",
        "--steps", "6000", "--set", "training.checkpoint-every=200", "--model", "dual-expert", "--set",
        "model.grid.enabled=true", "--quiet",
    ];

    private static readonly string[] Endless =
        [.. Settings.Select(setting => setting.Replace("6000", "600000").Replace("every=200", "every=100000"))];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Killed_training_is_resumed_to_the_same_bytes()
    {
        ConsoleRun.Json(["train", .. Settings, "--out", _folder["whole"]]);
        var run = _folder["killed"];
        string[] arguments = ["train", .. Settings, "--out", run, "--resume"];

        // At once, after the first checkpoint, and then after some lines of metrics more.
        ConsoleRun.Signal("-KILL", () => Directory.Exists(run), arguments);
        ConsoleRun.Signal("-KILL", () => File.Exists(Path.Combine(run, "checkpoint.safetensors")), arguments);
        ConsoleRun.Signal("-KILL", () => Lines(run) > 100, arguments);
        ConsoleRun.Signal("-KILL", () => Lines(run) > 250, arguments);
        Assert.False(File.Exists(Path.Combine(run, "model.safetensors")), "It was to be killed before its end.");
        ConsoleRun.Json(arguments);
        Assert.Equal(
            File.ReadAllBytes(_folder["whole/model.safetensors"]), File.ReadAllBytes(Path.Combine(run, "model.safetensors")));
        Assert.Equal(File.ReadAllText(_folder["whole/metrics.jsonl"]), File.ReadAllText(Path.Combine(run, "metrics.jsonl")));
    }

    [Theory]
    [SignalData("-INT")]
    [SignalData("-TERM")]
    [SignalData("-HUP")]
    public void Interrupted_training_saves_a_checkpoint_and_ends_with_130(string signal)
    {
        var run = _folder["run"];
        var (code, error) = ConsoleRun.Signal(signal, () => Lines(run) > 30, ["train", .. Endless, "--out", run]);
        Assert.Equal(130, code);
        Assert.Contains("the checkpoint is saved", error);
        Assert.Equal(1, error.Count(c => c == '\n'));
        Assert.True(File.Exists(Path.Combine(run, "checkpoint.safetensors")));
    }

    [Fact]
    public void Closed_standard_input_is_refused_at_once_and_an_open_one_is_read()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var (code, error) = Shell("<&-", "train --data - --out " + _folder["closed"]);
        Assert.Equal(2, code);
        Assert.Contains("standard input, it is closed", error);
        Assert.Equal(1, error.Count(c => c == '\n'));
        Assert.False(Directory.Exists(_folder["closed"]));
        File.WriteAllText(_folder["few.csv"], "1,2\n3,4\n5,word\n");
        Assert.Contains("standard input, it is closed", Shell("<&-", $"divergence - {_folder["few.csv"]}").Error);
        Assert.Contains("standard input, row 3, column 'y': 'word' is not a number", Shell(
            $"< {_folder["few.csv"]}", "train --data - --out " + _folder["open"]).Error);
        Assert.Contains(
            "standard input, row 1: the row is longer", Shell("< /dev/zero", "train --data - --out " + _folder["zero"]).Error);
        Assert.Contains("no rows", Shell("< /dev/null", "train --data - --out " + _folder["null"]).Error);

        static (int Code, string Error) Shell(string redirection, string arguments)
        {
            var start = new System.Diagnostics.ProcessStartInfo("sh", [
                "-c", $"exec dotnet '{typeof(Application).Assembly.Location}' {arguments} {redirection}"
            ])
            { RedirectStandardError = true };
            using var process = System.Diagnostics.Process.Start(start)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, error);
        }
    }

    [Fact]
    public void Killed_reproduction_continues_to_the_same_results()
    {
        File.WriteAllText(_folder["plain.yaml"], "model:\n  kind: baseline\n  hidden-width: 16\n  embedding-dimension: 8\n");
        File.WriteAllText(_folder["grid.yaml"], "model:\n  kind: grid\n  hidden-width: 16\n  embedding-dimension: 8\n");
        string[] settings = ["reproduce", "--experiment", _folder["plain.yaml"], "--experiment", _folder["grid.yaml"], "--quick",
            "--steps", "400", "--data", "moons", "--quiet"];
        var whole = ConsoleRun.Json([.. settings, "--jobs", "2", "--out", _folder["whole"]]);
        Assert.Equal(
            (4, 4, 0), (whole["jobs"]!.GetValue<int>(), whole["finished"]!.GetValue<int>(), whole["failed"]!.GetValue<int>()));

        string[] killed = [.. settings, "--jobs", "1", "--out", _folder["killed"]];
        var checkpoint = _folder["killed/runs/grid/moons/seed-0/checkpoint.safetensors"];
        ConsoleRun.Signal("-KILL", () => File.Exists(checkpoint), killed);
        Assert.True(File.Exists(_folder["killed/runs/plain/moons/seed-0/samples.csv"]), "The first job was to be finished.");
        Assert.False(
            File.Exists(_folder["killed/runs/grid/moons/seed-1/model.safetensors"]), "It was to be killed in the middle.");
        var first = File.GetLastWriteTimeUtc(_folder["killed/runs/plain/moons/seed-0/model.safetensors"]);
        ConsoleRun.Json(killed);
        Assert.Equal(File.ReadAllText(_folder["whole/results.csv"]), File.ReadAllText(_folder["killed/results.csv"]));
        Assert.Equal(first, File.GetLastWriteTimeUtc(_folder["killed/runs/plain/moons/seed-0/model.safetensors"]));
        Assert.All(["report.html", "report.md", "figures/experiments-kl.svg"], name =>
            Assert.True(File.Exists(_folder[$"killed/{name}"]), name));

        // Damaged measurements are made again from the model; a damaged model costs no more than its pictures.
        File.WriteAllText(_folder["killed/runs/plain/moons/seed-0/evaluation.json"], "{\"samples\": \"x\"}");
        File.WriteAllText(_folder["killed/runs/plain/moons/seed-1/samples.csv"], "x,y\n1,");
        File.WriteAllText(_folder["killed/runs/grid/moons/seed-0/model.safetensors"], "");
        ConsoleRun.Json(killed);
        Assert.Equal(File.ReadAllText(_folder["whole/results.csv"]), File.ReadAllText(_folder["killed/results.csv"]));
    }

    [Fact]
    public void Model_that_does_not_suit_the_first_table_costs_no_report()
    {
        File.WriteAllText(_folder["plain.yaml"], "model:\n  kind: baseline\n  hidden-width: 16\n  embedding-dimension: 8\n");
        File.WriteAllText(_folder["grid.yaml"], "model:\n  kind: grid\n  hidden-width: 16\n  embedding-dimension: 8\n");
        File.WriteAllLines(_folder["wide.csv"], Enumerable.Range(0, 60)
            .Select(i => string.Join(',', Enumerable.Range(1, 5).Select(c => (i * c % 17) + 0.5))));
        var (code, _, error) = ConsoleRun.Invoke(
            "reproduce", "--experiment", _folder["plain.yaml"], "--experiment", _folder["grid.yaml"], "--quick", "--steps", "20",
            "--seeds", "1",
            "--data", $"{_folder["wide.csv"]},moons", "--out", _folder["out"]);
        Assert.Equal(1, code);
        Assert.Contains("1 to 4 columns and the data has 5", error);
        Assert.Contains("grid | moons", File.ReadAllText(_folder["out/report.md"]));
    }

    [Fact]
    public void Failing_job_is_reported_and_the_others_go_on()
    {
        File.WriteAllText(_folder["fine.yaml"], "model:\n  kind: baseline\n  hidden-width: 16\n  embedding-dimension: 8\n");
        File.Copy(_folder["fine.yaml"], _folder["wild.yaml"]);
        Directory.CreateDirectory(_folder["out/runs/wild/moons"]);
        File.WriteAllText(_folder["out/runs/wild/moons/seed-0"], "in the way");
        var (code, output, error) = ConsoleRun.Invoke(
            "reproduce", "--experiment", _folder["fine.yaml"], "--experiment", _folder["wild.yaml"], "--quick", "--steps", "20",
            "--seeds", "1", "--data", "moons", "--out", _folder["out"]);
        Assert.Equal(1, code);
        Assert.Contains("failed    1", output);
        Assert.Contains("wild on moons, seed 0: failed: Cannot make the folder", error);
        Assert.Contains("moons,0,finished", File.ReadAllText(_folder["out/results.csv"]));
        Assert.Contains("Cannot make the folder", File.ReadAllText(_folder["out/report.md"]));
    }

    private static int Lines(string run)
    {
        var path = Path.Combine(run, "metrics.jsonl");
        return File.Exists(path) ? File.ReadLines(path).Count() : 0;
    }
}
