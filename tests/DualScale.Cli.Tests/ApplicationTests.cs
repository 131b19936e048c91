using System.Text.Json.Nodes;
using System.Xml.Linq;
using DualScale.Tables;

namespace DualScale.Cli.Tests;

/// <summary>
/// The program from its arguments to its exit code. Console streams are the process's own, hence one at a time.
/// </summary>
[Collection("console")]
public sealed class ApplicationTests : IDisposable
{
    private readonly SmallTable _table = new();

    public void Dispose() => _table.Dispose();

    [Fact]
    public void Train_sample_evaluate_report_work_on_a_table()
    {
        var run = _table["run"];
        var trained = Json(
            ["train", "--data", _table.Path, "--model", "dual-scale", "--steps", "60", "--out", run, .. SmallTable.Tiny]);
        Assert.Equal(60, trained["steps"]!.GetValue<int>());
        Assert.All(["seconds", "steps_per_second", "final_loss"], key => Assert.True(trained[key]!.GetValue<double>() > 0));

        // The verdict is of samples that no file keeps.
        Assert.Equal(5, trained["verdict"]!.AsArray().Count);
        Assert.NotNull(trained["finding"]);
        Assert.False(File.Exists(Path.Combine(run, "evaluation.json")));

        Json("sample", run, "-n", "40", "--json");
        var samples = TableReader.Read(Path.Combine(run, "samples.csv"));
        Assert.Equal((40, 2), (samples.Count, samples.Columns));
        Assert.Equal(["length", "width"], samples.ColumnNames);

        var evaluation = Json("evaluate", run, "--samples", "50", "--json");
        Assert.All(
            ["kl_bits", "reverse_kl_bits", "floor_bits", "reverse_floor_bits", "eval_loss", "training_seconds",
                "sampling_seconds", "samples", "seed", "model", "data"],
            key => Assert.NotNull(evaluation[key]));

        var report = Json("report", run, "--json");
        var page = File.ReadAllText(report["report"]!.ToString());
        Assert.Contains("evaluation loss", page);
        Assert.DoesNotContain("http-equiv", page);
        Assert.Contains(System.Net.WebUtility.HtmlEncode(evaluation["verdict"]![0]!.ToString()), page);
        Assert.Equal(4, report["figures"]!.AsArray().Count);
        Assert.All(report["figures"]!.AsArray(), figure => XDocument.Load(figure!.ToString()));
    }

    [Fact]
    public void Same_seed_gives_the_same_bytes_for_any_threads_and_model_file_is_enough()
    {
        Run(["train", "--data", "dino", "--set", "data.points=500", "--steps", "50", "--seed", "3", "--threads", "1", "--out",
            _table["a"], .. SmallTable.Tiny]);
        Run(["train", "--data", "dino", "--set", "data.points=500", "--steps", "50", "--seed", "3", "--threads", "2", "--out",
            _table["b"], .. SmallTable.Tiny]);
        Assert.Equal(File.ReadAllBytes(_table["a/model.safetensors"]), File.ReadAllBytes(_table["b/model.safetensors"]));

        Run("sample", _table["a"], "-n", "150", "--threads", "1");
        File.Copy(_table["b/model.safetensors"], _table["alone.safetensors"]);
        Run("sample", _table["alone.safetensors"], "-n", "300", "--threads", "2", "-o", _table["more.csv"]);
        var (few, many) = (File.ReadAllLines(_table["a/samples.csv"]), File.ReadAllLines(_table["more.csv"]));
        Assert.Equal(few, many.Take(151));
    }

    [Fact]
    public void Run_without_a_checkpoint_or_with_a_cut_off_metrics_line_is_resumed_to_the_same_bytes()
    {
        string[] settings = ["--data", _table.Path, "--steps", "45", "--set", "training.checkpoint-every=20", .. SmallTable.Tiny];
        Run(["train", .. settings, "--out", _table["whole"]]);
        Run(["train", .. settings, "--out", _table["cut"], "--resume"]);
        File.Delete(_table["cut/model.safetensors"]);
        File.Delete(_table["cut/checkpoint.safetensors"]);
        File.AppendAllText(_table["cut/metrics.jsonl"], "{\"step\":50,\"lo");
        Run("train", "--resume", "--out", _table["cut"]);
        Assert.Equal(File.ReadAllBytes(_table["whole/model.safetensors"]), File.ReadAllBytes(_table["cut/model.safetensors"]));
        Assert.Equal(File.ReadAllText(_table["whole/metrics.jsonl"]), File.ReadAllText(_table["cut/metrics.jsonl"]));
    }

    [Fact]
    public void Largest_seed_is_kept_and_single_settings_may_be_repeated_on_resuming()
    {
        var run = _table["run"];
        Run(["train", "--data", _table.Path, "--steps", "5", "--seed", $"{ulong.MaxValue}", "--out", run, .. SmallTable.Tiny]);
        Run("train", "--resume", "--seed", $"{ulong.MaxValue}", "--out", run);
        Assert.Equal(2, Invoke("train", "--resume", "--seed", "4", "--out", run).Code);
    }

    [Fact]
    public void Divergence_between_two_files_is_printed_as_json()
    {
        var divergence = Json("divergence", _table.Path, _table.Path, "-k", "3", "--json");
        Assert.Equal(3, divergence["k"]!.GetValue<int>());
        Assert.True(double.IsFinite(divergence["kl_bits"]!.GetValue<double>()) &&
            double.IsFinite(divergence["reverse_kl_bits"]!.GetValue<double>()));
    }

    [Theory]
    [InlineData("models", "dual-scale")]
    [InlineData("data", "datasaurus-circle")]
    [InlineData("samplers", "ddim")]
    [InlineData("presets", "paper")]
    public void Lists_name_what_there_is(string what, string entry) => Assert.NotNull(Json("list", what, "--json")[entry]);

    [Theory]
    [InlineData("grid", "coarse_grid_variance", "fine_grid_variance")]
    [InlineData("dual-scale", "grid_variance")]
    [InlineData("dual-expert", "coarse_grid_variance", "fine_grid_variance")]
    public void Every_model_can_have_a_noise_grid(string model, params string[] variances)
    {
        var run = _table["grid"];
        string[] sizes = model == "dual-scale" ? ["--set", "model.grid.sizes=4"] : [];
        Run(["train", "--data", _table.Path, "--model", model, "--steps", "30", "--set", "model.grid.enabled=true", "--set",
            "model.experts=3", .. sizes, "--out", run, .. SmallTable.Tiny]);
        foreach (var sampler in new[] { "grid", "ddpm", "ddim" })
        {
            Assert.Equal(sampler, Json(
                "sample", run, "-n", "20", "--sampler", sampler, "-o", _table[$"{sampler}.csv"])["sampler"]!.ToString());
        }

        var evaluation = Json("evaluate", run, "--samples", "50");
        Assert.Equal("grid", evaluation["sampler"]!.ToString());
        Assert.All(variances, key => Assert.True(evaluation[key]!.GetValue<double>() > 0, key));
        var figures = Json("report", run)["figures"]!.AsArray().Select(figure => figure!.ToString()).ToArray();
        Assert.Contains(figures, figure => figure.EndsWith("-grids.svg"));
        Assert.Equal(model == "dual-expert", figures.Any(figure => figure.EndsWith("-gate-samples.svg")));
        Assert.All(figures, figure => XDocument.Load(figure));
    }

    [Fact]
    public void Columns_that_a_spreadsheet_would_run_are_warned_of_and_kept()
    {
        const string Name = "=HYPERLINK(\"http://a\")";
        var table = _table["formula.csv"];
        TableWriter.Write(new PointSet(Shapes.Generate("moons", 60, 1).Values.ToArray(), [Name, "width"]), table);
        var (code, _, error) = Invoke(["train", "--data", table, "--steps", "3", "--out", _table["run"], .. SmallTable.Tiny]);
        Assert.Equal(0, code);
        Assert.Contains($"may run the column name '{Name}' as a formula", error);
        Assert.Contains($"may run the column name '{Name}' as a formula", Invoke("sample", _table["run"], "-n", "20").Error);
        Assert.Equal([Name, "width"], TableReader.Read(_table["run/samples.csv"]).ColumnNames);
        Assert.Contains("may run the column name", Invoke("divergence", table, table).Error);
        Assert.DoesNotContain("may run", Invoke("divergence", _table.Path, _table.Path).Error);
    }

    [Fact]
    public void Tables_of_repeated_rows_are_remarked_on()
    {
        File.WriteAllText(_table["ages.csv"], "age,children\n" + string.Concat(
            Enumerable.Range(0, 300).Select(i => $"{20 + i % 5},{i % 2}\n")));
        var (code, _, error) = Invoke("divergence", _table["ages.csv"], _table["ages.csv"]);
        Assert.Equal(0, code);
        Assert.Contains("100 % of the rows of a table stand in the other one too", error);
        Assert.Contains("100 % of the rows of a table have equal ones in it", error);
    }

    private static JsonObject Json(params string[] arguments) => ConsoleRun.Json(arguments);

    private static void Run(params string[] arguments) => ConsoleRun.Json(arguments);

    private static (int Code, string Output, string Error) Invoke(params string[] arguments) => ConsoleRun.Invoke(arguments);
}
