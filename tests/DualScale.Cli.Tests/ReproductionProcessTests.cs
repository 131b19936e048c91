using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using DualScale.Runs;

namespace DualScale.Cli.Tests;

/// <summary>Reproductions by several processes, and by hand.</summary>
[Collection("console")]
public sealed class ReproductionProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _request;

    public ReproductionProcessTests()
    {
        File.WriteAllText(_folder["plain.yaml"], "model:\n  kind: baseline\n  hidden-width: 16\n  embedding-dimension: 8\n");
        File.WriteAllText(_folder["grid.yaml"], "model:\n  kind: grid\n  hidden-width: 16\n  embedding-dimension: 8\n");
        _request = ["--experiment", _folder["plain.yaml"], "--experiment", _folder["grid.yaml"], "--quick", "--steps", "200",
            "--data", "moons", "--seeds", "2"];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_processes_in_one_folder_do_every_job_once_and_wait_for_what_another_does()
    {
        ConsoleRun.Json(["reproduce", .. _request, "--out", _folder["whole"]]);
        string[] jobs = ["plain/moons/seed-0", "grid/moons/seed-0", "plain/moons/seed-1", "grid/moons/seed-1"];
        foreach (var job in jobs)
            Directory.CreateDirectory(_folder[$"shared/runs/{job}"]);
        var written = new ConcurrentBag<string>();
        var lost = false;
        using var watcher = new FileSystemWatcher(_folder["shared/runs"])
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName,
            InternalBufferSize = 1 << 16
        };
        watcher.Renamed += (_, change) => written.Add(change.Name!);
        watcher.Error += (_, _) => lost = true;
        watcher.EnableRaisingEvents = true;

        // This process is at the first job until both others have passed it over.
        var held = FolderLock.Take(_folder[$"shared/runs/{jobs[0]}"]);
        using var a = ProgramProcess.Start(["reproduce", .. _request, "--jobs", "1", "--out", _folder["shared"]]);
        using var b = ProgramProcess.Start(["reproduce", .. _request, "--jobs", "1", "--out", _folder["shared"]]);
        a.WaitUntil(() => a.Error.Contains("another process is at it"));
        b.WaitUntil(() => b.Error.Contains("another process is at it"));
        held.Dispose();
        Ended(a, 0);
        Ended(b, 0);
        Assert.False(lost);
        foreach (var job in jobs)
        {
            foreach (var file in new[] { "config.yaml", "model.safetensors", "run.json", "evaluation.json", "samples.csv" })
            {
                Assert.True(written.Count(name => name == Path.Combine(job, file)) == 1,
                    $"{job}/{file}: {written.Count(name => name == Path.Combine(job, file))} times");
            }
        }

        Assert.Equal(File.ReadAllText(_folder["whole/results.csv"]), File.ReadAllText(_folder["shared/results.csv"]));
        Assert.Empty(Directory.GetFiles(_folder["shared"], "*.tmp", SearchOption.AllDirectories));
    }

    [UnixFact]
    public void Job_of_a_killed_process_is_finished_by_another_at_work()
    {
        string[] settings =
            ["reproduce", "--experiment", _folder["plain.yaml"], "--quick", "--steps", "2000", "--data", "moons", "--seeds", "1", "--out"];
        ConsoleRun.Json([.. settings, _folder["whole"]]);
        using var killed = ProgramProcess.Start([.. settings, _folder["shared"]]);
        var checkpoint = _folder["shared/runs/plain/moons/seed-0/checkpoint.safetensors"];
        killed.WaitUntil(() => File.Exists(checkpoint));

        // It is stopped in the middle, so that it has the job for as long as it lives.
        killed.Signal("-STOP");
        Assert.False(
            File.Exists(_folder["shared/runs/plain/moons/seed-0/model.safetensors"]), "It was to be stopped in the middle.");
        using var other = ProgramProcess.Start([.. settings, _folder["shared"]]);
        other.WaitUntil(() => other.Error.Contains("plain on moons, seed 0: another process is at it"));
        killed.Signal("-KILL");
        Ended(other, 0);
        Assert.Equal(File.ReadAllText(_folder["whole/results.csv"]), File.ReadAllText(_folder["shared/results.csv"]));
        Assert.Equal(File.ReadAllBytes(_folder["whole/runs/plain/moons/seed-0/model.safetensors"]), File.ReadAllBytes(
            _folder["shared/runs/plain/moons/seed-0/model.safetensors"]));
    }

    [Fact]
    public void Plan_run_and_collect_do_by_hand_what_reproduce_does()
    {
        ConsoleRun.Json(["reproduce", .. _request, "--out", _folder["whole"]]);
        var plan = ConsoleRun.Json(["reproduce", "plan", .. _request, "--out", _folder["hand"]]);
        Assert.Equal(File.ReadAllText(_folder["whole/plan.json"]), File.ReadAllText(_folder["hand/plan.json"]));
        string[] ids = [.. plan["jobs"]!.AsArray().Select(job => job!["id"]!.ToString())];
        Assert.Equal(ids, ConsoleRun.Invoke(
            ["reproduce", "plan", .. _request, "--out", _folder["hand"]]).Output.Split('\n',
            StringSplitOptions.RemoveEmptyEntries));

        // Places and ids, in any order.
        ConsoleRun.Json("reproduce", "run", "4", "--out", _folder["hand"]);
        Assert.Equal([false, false, false, true], Finished());
        using (FolderLock.Take(_folder[$"hand/runs/{ids[0]}"]))
        {
            var (code, _, error) = ConsoleRun.Invoke("reproduce", "run", ids[0], "--out", _folder["hand"]);
            Assert.Equal((2, 1), (code, error.Count(c => c == '\n')));
            Assert.Contains($"Another process is at work on {ids[0]}", error);
        }

        ConsoleRun.Json("reproduce", "run", ids[0], "--threads", "1", "--out", _folder["hand"]);
        var partial = ConsoleRun.Json("reproduce", "collect", "--out", _folder["hand"]);
        Assert.Equal((4, 2, 0),
            (partial["jobs"]!.GetValue<int>(), partial["finished"]!.GetValue<int>(), partial["failed"]!.GetValue<int>()));
        Assert.Equal(2, File.ReadLines(_folder["hand/results.csv"]).Count(line => line.Contains(",open,")));
        Assert.Contains("2 of 4 jobs", File.ReadAllText(_folder["hand/report.md"]));
        ConsoleRun.Json("reproduce", "run", "2", "--out", _folder["hand"]);
        var last = ConsoleRun.Json("reproduce", "run", "3", "--out", _folder["hand"]);
        Assert.Equal(File.ReadAllText(_folder["whole/results.csv"]), File.ReadAllText(_folder["hand/results.csv"]));
        Assert.Contains(last["kl_bits"]!.GetValue<double>()
            .ToString("R", CultureInfo.InvariantCulture), File.ReadAllText(_folder["hand/results.csv"]));

        // Once more: nothing is done again, and costs that were measured elsewhere are shown.
        var model = File.GetLastWriteTimeUtc(_folder[$"hand/runs/{ids[2]}/model.safetensors"]);
        Assert.Contains("finished already", ConsoleRun.Invoke("reproduce", "run", "3", "--out", _folder["hand"]).Error);
        Assert.Equal(model, File.GetLastWriteTimeUtc(_folder[$"hand/runs/{ids[2]}/model.safetensors"]));
        File.Copy(_folder["whole/costs.json"], _folder["hand/costs.json"]);
        ConsoleRun.Json("reproduce", "collect", "--out", _folder["hand"]);
        Assert.Equal(File.ReadAllText(_folder["whole/report.md"]), File.ReadAllText(_folder["hand/report.md"]));

        bool[] Finished() => [.. ConsoleRun.Json(["reproduce", "plan", .. _request, "--out", _folder["hand"]])["jobs"]!.AsArray()
            .Select(job => job!["finished"]!.GetValue<bool>())];
    }

    [Fact]
    public void Jobs_of_older_evaluations_are_measured_anew_and_not_trained_again()
    {
        string[] settings = ["reproduce", .. _request, "--out", _folder["out"]];
        ConsoleRun.Json(settings);
        var results = File.ReadAllText(_folder["out/results.csv"]);
        string[] trained = ["config.yaml", "model.safetensors", "checkpoint.safetensors", "metrics.jsonl", "run.json"];
        var before = Stamps();
        var untouched = File.GetLastWriteTimeUtc(_folder["out/runs/grid/moons/seed-1/evaluation.json"]);
        Change("plain/moons/seed-0", evaluation => evaluation.Remove("evaluation_version"));
        Change("plain/moons/seed-1", evaluation => (evaluation["evaluation_version"], evaluation["eval_loss"]) = (1, 0.5));
        Change("grid/moons/seed-0", evaluation => evaluation.Remove("eval_loss_raw"));
        Assert.Equal(1, ConsoleRun.Json("reproduce", "collect", "--out", _folder["out"])["finished"]!.GetValue<int>());
        ConsoleRun.Json(settings);
        Assert.Equal(results, File.ReadAllText(_folder["out/results.csv"]));
        Assert.Equal(before, Stamps());
        Assert.Equal(untouched, File.GetLastWriteTimeUtc(_folder["out/runs/grid/moons/seed-1/evaluation.json"]));

        DateTime[] Stamps() => [.. Directory.GetFiles(_folder["out/runs"], "*", SearchOption.AllDirectories)
            .Where(path => trained.Contains(Path.GetFileName(path))).Order().Select(File.GetLastWriteTimeUtc)];

        void Change(string job, Action<JsonObject> change)
        {
            var path = _folder[$"out/runs/{job}/evaluation.json"];
            var evaluation = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            change(evaluation);
            File.WriteAllText(path, evaluation.ToJsonString());
        }
    }

    private static void Ended(ProgramProcess process, int code)
    {
        var (actual, _, error) = process.End();
        Assert.True(actual == code, error);
    }
}
