namespace DualScale.Cli.Tests;

/// <summary>Reproductions that take results.csv of another folder.</summary>
[Collection("console")]
public sealed class KnownResultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _request;
    private readonly string[] _lines;

    // Four jobs in one folder, whose results.csv all others know.
    public KnownResultsTests()
    {
        File.WriteAllText(_folder["plain.yaml"], "model:\n  kind: baseline\n  hidden-width: 16\n  embedding-dimension: 8\n");
        File.WriteAllText(_folder["grid.yaml"], "model:\n  kind: grid\n  hidden-width: 16\n  embedding-dimension: 8\n");
        _request = ["--experiment", _folder["plain.yaml"], "--experiment", _folder["grid.yaml"], "--quick", "--steps", "60",
            "--data", "moons", "--seeds", "2"];
        ConsoleRun.Json(["reproduce", .. _request, "--out", _folder["whole"]]);
        _lines = File.ReadAllLines(_folder["whole/results.csv"]);

        // Costs are of the machine and not of the jobs; the same ones make the pages comparable.
        Directory.CreateDirectory(_folder["out"]);
        File.Copy(_folder["whole/costs.json"], _folder["out/costs.json"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Known_jobs_are_not_run_and_give_the_same_results_and_tables()
    {
        var (code, output, error) = Reproduce("whole/results.csv");
        Assert.True(code == 0, error);
        Assert.Contains("4 of 4 jobs are finished already, 4 known.", error);
        Assert.False(Directory.Exists(_folder["out/runs"]), "Nothing was to be run.");
        Assert.Matches("finished +4\nknown +4\n", output);
        Assert.Equal(File.ReadAllBytes(_folder["whole/results.csv"]), File.ReadAllBytes(_folder["out/results.csv"]));
        Assert.Equal(Tables("whole"), Tables("out"));
        Assert.NotEmpty(Tables("out"));
        Assert.Equal(Report("whole")[2], Report("out")[2]);
        Assert.Contains("4 of 4 jobs were not measured here but are known from another reproduction (results.csv)", Page());
        Assert.Contains("they are left out.", Page());
        Assert.Equal(["experiments-kl.svg"], Directory.GetFiles(_folder["out/figures"]).Select(Path.GetFileName));
    }

    [Fact]
    public void Jobs_that_are_not_known_are_run_and_drawn()
    {
        Write("half.csv", [_lines[0], .. _lines.Where(line => line.StartsWith("grid,")), _lines[^1].Replace("finished", "failed")]);
        var (code, _, error) = Reproduce("half.csv");
        Assert.True(code == 0, error);
        Assert.Contains("2 of 4 jobs are finished already, 2 known.", error);
        Assert.Contains("4/4", error);
        Assert.Equal(["plain"], Directory.GetDirectories(_folder["out/runs"]).Select(Path.GetFileName));
        Assert.Equal(File.ReadAllBytes(_folder["whole/results.csv"]), File.ReadAllBytes(_folder["out/results.csv"]));
        Assert.Equal(Tables("whole"), Tables("out"));
        Assert.Contains("2 of 4 jobs were not measured here", Page());
        Assert.Contains("show the jobs that were run here", Page());
        Assert.All(["samples", "loss"], name => Assert.DoesNotContain(
            ">grid<", File.ReadAllText(_folder[$"out/figures/experiments-{name}.svg"])));
        Assert.Contains(">plain<", File.ReadAllText(_folder["out/figures/experiments-samples.svg"]));
        Assert.False(File.Exists(_folder["out/figures/experiments-grids-grid.svg"]));
    }

    [Fact]
    public void Plan_lists_what_is_open_and_run_and_collect_know_the_rest()
    {
        Write("half.csv", [.. _lines.Where(line => !line.StartsWith("plain,moons,1,"))]);
        string[] known = ["--known", _folder["half.csv"], "--out", _folder["out"]];
        Assert.Equal("plain/moons/seed-1\n", ConsoleRun.Invoke(["reproduce", "plan", .. _request, .. known]).Output);
        Assert.Equal(File.ReadAllText(_folder["whole/plan.json"]), File.ReadAllText(_folder["out/plan.json"]));
        var jobs = ConsoleRun.Json(["reproduce", "plan", .. _request, .. known])["jobs"]!.AsArray();
        Assert.Equal([true, true, false, true], jobs.Select(job => job!["finished"]!.GetValue<bool>()));

        // A file in its place shows that a known job takes no folder.
        File.WriteAllText(_folder["out/runs"], "");
        var (code, output, error) = ConsoleRun.Invoke(["reproduce", "run", "2", .. known]);
        Assert.True(code == 0, error);
        File.Delete(_folder["out/runs"]);
        Assert.Contains("grid/moons/seed-0 is known from half.csv.", error);
        Assert.Matches("sampler +grid", output);
        ConsoleRun.Json(["reproduce", "run", "plain/moons/seed-1", .. known]);
        Assert.Equal(File.ReadAllBytes(_folder["whole/results.csv"]), File.ReadAllBytes(_folder["out/results.csv"]));
        File.Delete(_folder["out/results.csv"]);
        Assert.Equal(4, ConsoleRun.Json(["reproduce", "collect", .. known])["finished"]!.GetValue<int>());

        // The first seed is known, so the second one is drawn.
        Assert.Contains(">plain<", File.ReadAllText(_folder["out/figures/experiments-samples.svg"]));
        Assert.Equal(File.ReadAllBytes(_folder["whole/results.csv"]), File.ReadAllBytes(_folder["out/results.csv"]));
        Assert.Equal(1, ConsoleRun.Json("reproduce", "collect", "--out", _folder["out"])["finished"]!.GetValue<int>());
    }

    [Fact]
    public void Results_of_an_earlier_version_are_taken_and_the_page_says_so()
    {
        Write("old.csv", [.. _lines.Select(line => string.Join(',', line.Split(',').SkipLast(3)))]);
        Assert.Equal(0, Reproduce("old.csv").Code);
        Assert.Contains("Trained by DualScale unknown (4);", Page());
        Assert.Contains("Of 4 the file does not say what version trained them", Page());
        Assert.Equal(Tables("whole"), Tables("out"));
        Assert.Equal([.. _lines.Skip(1).Select(line => $"{string.Join(',', line.Split(',').SkipLast(3))},,,")],
            File.ReadAllLines(_folder["out/results.csv"])[1..]);
    }

    [Fact]
    public void Run_in_the_folder_goes_before_what_is_known_of_it()
    {
        Write("other.csv", [_lines[0], .. _lines.Skip(1).Select(line =>
        {
            var cells = line.Split(',');
            cells[6] = "0.5";
            return string.Join(',', cells);
        })]);
        string[] collect = ["reproduce", "collect", "--out", _folder["whole"], "--known"];
        Assert.DoesNotContain("other numbers", ConsoleRun.Invoke([.. collect, _folder["whole/results.csv"]]).Error);
        var (code, output, error) = ConsoleRun.Invoke([.. collect, _folder["other.csv"]]);
        Assert.Equal(0, code);
        Assert.Contains($"{_folder["other.csv"]}, row 4: plain on moons, seed 0 has other numbers, and so have 3 more jobs, than", error);
        Assert.Matches("known +0\n", output);
        Assert.Equal(_lines, File.ReadAllLines(_folder["whole/results.csv"]));
    }

    [Fact]
    public void Own_results_are_enough_and_are_not_lost()
    {
        File.Copy(_folder["whole/results.csv"], _folder["out/results.csv"]);
        Assert.Equal(0, Reproduce("out/results.csv").Code);
        Assert.False(Directory.Exists(_folder["out/runs"]));
        Assert.Equal(_lines, File.ReadAllLines(_folder["out/results.csv"]));

        // Another plan would leave them out.
        _request[^1] = "1";
        var (code, _, error) = Reproduce("out/results.csv");
        Assert.Equal((2, 1), (code, error.Count(c => c == '\n')));
        Assert.Contains("has 2 finished jobs that are not in this plan", error);
        Assert.Equal(_lines, File.ReadAllLines(_folder["out/results.csv"]));
        Assert.Contains("2 finished jobs of", Reproduce("whole/results.csv").Error);
    }

    [Fact]
    public void Results_of_other_settings_are_refused_before_anything_is_written()
    {
        File.AppendAllText(_folder["grid.yaml"], "training:\n  learning-rate: 1e-3\n");
        var (code, _, error) = ConsoleRun.Invoke(
            ["reproduce", .. _request, "--out", _folder["new"], "--known", _folder["whole/results.csv"]]);
        Assert.Equal((2, 1), (code, error.Count(c => c == '\n')));
        Assert.Contains("results.csv, row 2: grid on moons, seed 0 has other settings", error);
        Assert.False(Directory.Exists(_folder["new"]));
    }

    private (int Code, string Output, string Error) Reproduce(string known) =>
        ConsoleRun.Invoke(["reproduce", .. _request, "--out", _folder["out"], "--known", _folder[known]]);

    private string[] Report(string folder) => File.ReadAllLines(_folder[$"{folder}/report.md"]);

    private string[] Tables(string folder) => [.. Report(folder).Where(line => line.StartsWith('|'))];

    private string Page() => File.ReadAllText(_folder["out/report.md"]);

    private void Write(string name, string[] lines) => File.WriteAllLines(_folder[name], lines);
}
