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
    private static readonly string[] Tiny =
        ["--set", "model.hidden-width=16", "--set", "model.embedding-dimension=8", "--set", "training.batch-size=32"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _table;

    public ApplicationTests()
    {
        _table = _folder["points.csv"];
        TableWriter.Write(new PointSet(Shapes.Generate("moons", 120, 1).Values.ToArray(), ["length", "width"]), _table);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_sample_evaluate_report_work_on_a_table()
    {
        var run = _folder["run"];
        var trained = Json(
            ["train", "--data", _table, "--model", "dual-scale", "--steps", "60", "--out", run, .. Tiny, "--json"]);
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
            _folder["a"], .. Tiny]);
        Run(["train", "--data", "dino", "--set", "data.points=500", "--steps", "50", "--seed", "3", "--threads", "2", "--out",
            _folder["b"], .. Tiny]);
        Assert.Equal(File.ReadAllBytes(_folder["a/model.safetensors"]), File.ReadAllBytes(_folder["b/model.safetensors"]));

        Run("sample", _folder["a"], "-n", "150", "--threads", "1");
        File.Copy(_folder["b/model.safetensors"], _folder["alone.safetensors"]);
        Run("sample", _folder["alone.safetensors"], "-n", "300", "--threads", "2", "-o", _folder["more.csv"]);
        var (few, many) = (File.ReadAllLines(_folder["a/samples.csv"]), File.ReadAllLines(_folder["more.csv"]));
        Assert.Equal(few, many.Take(151));
    }

    [Fact]
    public void Run_without_a_checkpoint_or_with_a_cut_off_metrics_line_is_resumed_to_the_same_bytes()
    {
        string[] settings = ["--data", _table, "--steps", "45", "--set", "training.checkpoint-every=20", .. Tiny];
        Run(["train", .. settings, "--out", _folder["whole"]]);
        Run(["train", .. settings, "--out", _folder["cut"], "--resume"]);
        File.Delete(_folder["cut/model.safetensors"]);
        File.Delete(_folder["cut/checkpoint.safetensors"]);
        File.AppendAllText(_folder["cut/metrics.jsonl"], "{\"step\":50,\"lo");
        Run("train", "--resume", "--out", _folder["cut"]);
        Assert.Equal(File.ReadAllBytes(_folder["whole/model.safetensors"]), File.ReadAllBytes(_folder["cut/model.safetensors"]));
        Assert.Equal(File.ReadAllText(_folder["whole/metrics.jsonl"]), File.ReadAllText(_folder["cut/metrics.jsonl"]));
    }

    [Fact]
    public void Largest_seed_is_kept_and_single_settings_may_be_repeated_on_resuming()
    {
        var run = _folder["run"];
        Run(["train", "--data", _table, "--steps", "5", "--seed", $"{ulong.MaxValue}", "--out", run, .. Tiny]);
        Run("train", "--resume", "--seed", $"{ulong.MaxValue}", "--out", run);
        Assert.Equal(2, Invoke("train", "--resume", "--seed", "4", "--out", run).Code);
    }

    [Fact]
    public void Divergence_between_two_files_is_printed_as_json()
    {
        var divergence = Json("divergence", _table, _table, "-k", "3", "--json");
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

    public static TheoryData<string[], string> Faults => new()
    {
        { ["train", "--data", "dinno", "--out", "{new}"], "'dino'" },
        { ["train", "--data", "{missing}.csv", "--out", "{new}"], "no file" },
        { ["train", "--model", "dual-scal", "--out", "{new}"], "'dual-scale'" },
        { ["train", "--weighting", "improvd", "--out", "{new}"], "'improved'" },
        { ["train", "--preset", "papre", "--out", "{new}"], "'paper'" },
        { ["train", "--set", "training.stepps=3", "--out", "{new}"], "'training.steps'" },
        { ["train", "--set", "training.steps", "--out", "{new}"], "path=value" },
        { ["train", "--set", "model.weighting=heavy", "--out", "{new}"], "fixed, adaptive, improved" },
        { ["train", "--steps", "-5", "--out", "{new}"], "training.steps is -5" },
        { ["train", "--steps", "many", "--out", "{new}"], "--help" },
        { ["train", "--threads", "0", "--out", "{new}"], "--threads is 0" },
        { ["train", "--data", "{table}", "--out", "{run}"], "already holds a run" },
        { ["train", "--data", "{table}", "--seed", "9", "--out", "{run}", "--resume"], "another" },
        { ["train", "--resume", "--out", "{new}"], "no run to resume" },
        { ["train", "--data", "{table}", "--out", "{table}/run"], "folder" },
        { ["train", "--config", "{bad}", "--out", "{new}"], "no YAML" },
        { ["sample", "{new}"], "holds no run" },
        { ["sample", "{table}"], "safetensors" },
        { ["sample", "{run}", "-n", "0"], "give at least 1" },
        { ["train", "--set", "model.width=4096", "--set", "model.blocks=64", "--out", "{new}"],
            "at most 100,000,000" },
        { ["train", "--set", "diffusion.timesteps=1000000000", "--out", "{new}"], "2 to 10000" },
        { ["train", "--set", "model.grid.sizes=[5,20", "--out", "{new}"], "model.grid.sizes cannot be" },
        { ["train", "--config", "{documents}", "--out", "{new}"], "more than one document" },
        { ["sample", "{run}", "--sampler", "dddm"], "'ddpm'" },
        { ["sample", "{run}", "--sampler", "ddim", "--spacing", "leading"], "log-uniform" },
        { ["sample", "{run}", "--spacing", "karass"], "'karras'" },
        { ["sample", "{run}", "--sampler", "euler", "--eta", "0.5"], "ddim or euler-ancestral" },
        { ["sample", "{run}", "--churn", "5"], "choose edm-churn" },
        { ["sample", "{run}", "--sampler", "edm-churn", "--churn-noise", "2"], "sampling.churn-noise is 2; give 0.5 to 1.5" },
        { ["sample", "{run}", "-o", "{missing}/samples.csv"], "folder" },
        { ["train", "--set", "training.learning-rate=0,001", "--out", "{new}"], "training.learning-rate" },
        { ["train", "--set", "model.grid.sizes=a", "--out", "{new}"], "model.grid.sizes cannot be" },
        { ["train", "--set", "data.source=", "--out", "{new}"], "data.source is empty" },
        { ["train", "--data", "{two}", "--out", "{new}"], "at least 3" },
        { ["sample", "{missing}.safetensors"], "no file" },
        { ["train", "--set", "model.grid.sizes=1,5", "--out", "{new}"], "2 to 64" },
        { ["train", "--set", "model.grid.sizes=20,5", "--out", "{new}"], "ascending" },
        { ["train", "--set", "model.grid.extent=3", "--out", "{new}"], "bounding box" },
        { ["train", "--set", "model.grid.interpolation=cubic", "--out", "{new}"], "linear, nearest" },
        { ["train", "--set", "model.experts=17", "--out", "{new}"], "2 to 16" },
        { ["sample", "{run}", "--sampler", "grid"], "noise grid" },
        { ["reproduce", "--out", "{new}"], "dual-scale, grid, dual-expert, scale-space, all" },
        { ["reproduce", "gird", "--out", "{new}"], "'grid'" },
        { ["reproduce", "grid", "--experiment", "{bad}", "--out", "{new}"], "exclude" },
        { ["reproduce", "--experiment", "{bad}", "--out", "{new}"], "no YAML" },
        { ["reproduce", "grid", "--data", "dinno", "--out", "{new}"], "'dino'" },
        { ["reproduce", "grid", "--data", "dino,dino", "--out", "{new}"], "twice" },
        { ["reproduce", "grid", "--seeds", "0", "--out", "{new}"], "--seeds is 0" },
        { ["reproduce", "grid", "--out", "{table}"], "folder" },
        { ["reproduce", "grid", "--seeds", "3,dno=5", "--out", "{new}"], "'dino'" },
        { ["reproduce", "run", "1", "--out", "{new}"], "reproduce plan" },
        { ["reproduce", "grid", "--known", "{missing}.csv", "--out", "{new}"], "no file" },
        { ["reproduce", "plan", "grid", "--known", "{table}", "--out", "{new}"], "row 1: there is no column 'experiment'" },
        { ["reproduce", "collect", "--out", "{new}"], "reproduce plan" },
        { ["reproduce", "plan", "gird", "--out", "{new}"], "'grid'" },
        { ["reproduce", "--experiment", "{dots}", "--out", "{new}"], "no name for a folder" },
        { ["reproduce", "grid", "--data", "{dotted}", "--out", "{new}"], "no name for a folder" },
        { ["train", "--config", "{aliases}", "--out", "{new}"], "anchors and aliases" },
        { ["evaluate", "{new}"], "holds no run" },
        { ["divergence", "{table}", "{missing}"], "no file" },
        { ["list", "modles"], "'models'" },
        { ["trian", "--data", "dino"], "Did you mean 'train'?" },
        { ["train", "--modle", "grid", "--out", "{new}"],
            "There is no option '--modle'. Did you mean '--model'? See 'dualscale train --help'." },
        { ["train", "--stpes=3", "--out", "{new}"], "'--steps'" },
        { ["list", "models", "--qiet"], "'--quiet'" },
        { ["train", "--set", "diffusion.schedule=quadratc", "--out", "{new}"],
            "diffusion.schedule cannot be \"quadratc\". Did you mean 'quadratic'?" },
        { ["train", "--set", "model.enhanced-gate=ture", "--out", "{new}"], "Did you mean 'true'?" },
        { ["completion", "bsh"], "'bash'" },
        { ["evaluate", "{ru}"], "Did you mean '{run}'?" },
        { ["divergence", "{run}/modle.safetensors", "{table}"], "Did you mean '{run}/model.safetensors'?" },
        { ["sample", "{run}/model.safetensor"], "Did you mean '{run}/model.safetensors'?" },
        { ["sample", "{run}/modl.safetensors"], "Did you mean '{run}/model.safetensors'?" },
        { ["train", "--set", "steps=20", "--out", "{new}"], "'training.steps'" },
        { ["train"], "--out" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Faults_end_with_two_and_one_line(string[] arguments, string part)
    {
        Run(["train", "--data", _table, "--steps", "3", "--out", _folder["run"], .. Tiny]);
        File.WriteAllText(_folder["two.csv"], "1,2\n3,4\n");
        File.WriteAllText(_folder["bad.yaml"], "training:\n  steps: [1\nmodel: {");
        File.WriteAllText(_folder["documents.yaml"], "training:\n  steps: 3\n---\nmodel:\n  kind: grid\n");
        File.WriteAllText(_folder["aliases.yaml"], "a: &a {b: *a}");
        File.WriteAllText(_folder["...yaml"], "model:\n  hidden-width: 16\n");
        File.Copy(_table, _folder["...csv"]);
        var before = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order().ToArray();
        var (code, output, error) = Invoke([.. arguments.Select(argument => argument
            .Replace("{new}", _folder["new"]).Replace("{ru}", _folder["ru"]).Replace("{run}", _folder["run"])
                .Replace("{table}", _table)
            .Replace("{two}", _folder["two.csv"]).Replace("{bad}", _folder["bad.yaml"])
                .Replace("{documents}", _folder["documents.yaml"]).Replace("{missing}", _folder["missing"])
            .Replace("{aliases}", _folder["aliases.yaml"]).Replace("{dots}", _folder["...yaml"])
                .Replace("{dotted}", _folder["...csv"]))]);
        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Contains(part.Replace("{run}", _folder["run"]), error);
        Assert.StartsWith("dualscale: ", error);
        Assert.Equal(1, error.Count(c => c == '\n'));
        Assert.Equal(before, Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order());
    }

    [Theory]
    [InlineData("grid", "coarse_grid_variance", "fine_grid_variance")]
    [InlineData("dual-scale", "grid_variance")]
    [InlineData("dual-expert", "coarse_grid_variance", "fine_grid_variance")]
    public void Every_model_can_have_a_noise_grid(string model, params string[] variances)
    {
        var run = _folder["grid"];
        string[] sizes = model == "dual-scale" ? ["--set", "model.grid.sizes=4"] : [];
        Run(["train", "--data", _table, "--model", model, "--steps", "30", "--set", "model.grid.enabled=true", "--set",
            "model.experts=3", .. sizes, "--out", run, .. Tiny]);
        foreach (var sampler in new[] { "grid", "ddpm", "ddim" })
        {
            Assert.Equal(sampler, Json(
                "sample", run, "-n", "20", "--sampler", sampler, "-o", _folder[$"{sampler}.csv"])["sampler"]!.ToString());
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
    public void Grid_for_five_columns_is_refused_with_the_limit()
    {
        var wide = _folder["wide.csv"];
        TableWriter.Write(
            new PointSet([.. Enumerable.Range(0, 50).Select(i => (float)Math.Sin(i))], ["a", "b", "c", "d", "e"]), wide);
        var (code, _, error) = Invoke("train", "--data", wide, "--model", "grid", "--out", _folder["new"]);
        Assert.Equal(2, code);
        Assert.Contains("1 to 4 columns and the data has 5", error);
        Assert.False(Directory.Exists(_folder["new"]));
    }

    [Fact]
    public void Damaged_model_is_refused()
    {
        Run(["train", "--data", _table, "--steps", "3", "--out", _folder["run"], .. Tiny]);
        var path = _folder["run/model.safetensors"];
        var bytes = File.ReadAllBytes(path);
        bytes[^3] ^= 4;
        File.WriteAllBytes(path, bytes);
        var (code, _, error) = Invoke("sample", _folder["run"]);
        Assert.Equal(2, code);
        Assert.Contains("checksum", error);
    }

    [Fact]
    public void Table_that_lies_in_the_run_s_folder_is_never_overwritten()
    {
        Directory.CreateDirectory(_folder["mine"]);
        File.WriteAllText(_folder["mine/data.csv"], "a\n1.2881847531554629\n2\n3\n4\n");
        var (code, _, error) = Invoke(["train", "--data", _table, "--steps", "3", "--out", _folder["mine"], .. Tiny]);
        Assert.Equal(2, code);
        Assert.Contains("another data.csv", error);
        Run(["train", "--data", _folder["mine/data.csv"], "--steps", "3", "--out", _folder["mine"], .. Tiny]);
        Assert.Equal("a\n1.2881847531554629\n2\n3\n4\n", File.ReadAllText(_folder["mine/data.csv"]));
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
        var run = _folder["run"];
        var samples = _folder["run/samples.csv"];
        Run(["train", "--data", _table, "--steps", "3", "--out", run, .. Tiny]);
        Run("sample", run, "-n", "40");
        var before = File.ReadAllBytes(samples);
        Run("sample", run, "-n", "40");

        string[] request = ["sample", run, .. other.Contains("-n") ? [] : new[] { "-n", "40" }, .. other];
        var (code, _, error) = Invoke(request);
        Assert.Equal(2, code);
        Assert.Contains("choose another -o, or replace it with --force", error);
        Assert.Equal(before, File.ReadAllBytes(samples));

        Run([.. request, "--force"]);
        Run([.. request, "-o", _folder["other.csv"]]);
        Assert.NotEqual(before, File.ReadAllBytes(samples));
        Assert.Equal(File.ReadAllBytes(_folder["other.csv"]), File.ReadAllBytes(samples));
    }

    [Fact]
    public void Samples_that_were_edited_or_are_something_else_are_kept_and_an_empty_file_is_filled()
    {
        Run(["train", "--data", _table, "--steps", "3", "--out", _folder["run"], .. Tiny]);
        var samples = _folder["samples.csv"];
        File.WriteAllText(samples, "");
        Run("sample", _folder["run"], "-n", "1", "-o", samples);
        Run("sample", _folder["run"], "-n", "1", "-o", samples);
        Run("sample", _folder["run"], "-n", "30", "-o", _folder["edited.csv"]);
        var lines = File.ReadAllLines(_folder["edited.csv"]);
        File.WriteAllText(_folder["edited.csv"], string.Join('\n', [.. lines[..30], "0,0"]) + "\n");
        File.WriteAllText(_folder["notes.txt"], "mine");
        foreach (var (count, file) in new[] { ("30", "edited.csv"), ("30", "notes.txt"), ("1", "notes.txt") })
        {
            var before = File.ReadAllText(_folder[file]);
            Assert.Equal(2, Invoke("sample", _folder["run"], "-n", count, "-o", _folder[file]).Code);
            Assert.Equal(before, File.ReadAllText(_folder[file]));
        }
    }

    [Theory]
    [InlineData(2, "list", "modles")]
    [InlineData(2, "trian")]
    [InlineData(2, "train", "--steps", "many", "--out", "x")]
    public void Failure_under_json_is_a_document_with_the_line_and_the_code(int code, params string[] arguments)
    {
        var (actual, output, error) = Invoke([.. arguments, "--json"]);
        Assert.Equal(code, actual);
        var document = JsonNode.Parse(output)!.AsObject();
        Assert.Equal(["error", "exit_code"], document.Select(pair => pair.Key));
        Assert.Equal(code, document["exit_code"]!.GetValue<int>());
        Assert.Equal($"dualscale: {document["error"]}\n", error);
    }

    [Fact]
    public void Model_of_another_run_is_refused()
    {
        Run(["train", "--data", _table, "--steps", "3", "--out", _folder["a"], .. Tiny]);
        Run(["train", "--data", _table, "--steps", "3", "--seed", "4", "--out", _folder["b"], .. Tiny]);
        File.Copy(_folder["b/model.safetensors"], _folder["a/model.safetensors"], overwrite: true);
        var (code, _, error) = Invoke("evaluate", _folder["a"]);
        Assert.Equal(2, code);
        Assert.Contains("another training.seed", error);
    }

    [UnixTheory]
    [InlineData("train", "--data", "/dev/zero", "--out", "{new}")]
    [InlineData("train", "--config", "/dev/zero", "--out", "{new}")]
    [InlineData("divergence", "/dev/zero", "/dev/zero")]
    [InlineData("sample", "/dev/zero")]
    [InlineData("reproduce", "--experiment", "/dev/zero", "--out", "{new}")]
    [InlineData("reproduce", "grid", "--known", "/dev/zero", "--out", "{new}")]
    public void Device_without_an_end_is_refused_with_two_and_one_line(params string[] arguments)
    {
        var (code, output, error) = Invoke([.. arguments.Select(argument => argument.Replace("{new}", _folder["new"]))]);
        Assert.Equal((2, ""), (code, output));
        Assert.Equal(1, error.Count(c => c == '\n'));
        Assert.False(Directory.Exists(_folder["new"]));
    }

    [Fact]
    public void Columns_that_a_spreadsheet_would_run_are_warned_of_and_kept()
    {
        const string Name = "=HYPERLINK(\"http://a\")";
        var table = _folder["formula.csv"];
        TableWriter.Write(new PointSet(Shapes.Generate("moons", 60, 1).Values.ToArray(), [Name, "width"]), table);
        var (code, _, error) = Invoke(["train", "--data", table, "--steps", "3", "--out", _folder["run"], .. Tiny]);
        Assert.Equal(0, code);
        Assert.Contains($"may run the column name '{Name}' as a formula", error);
        Assert.Contains($"may run the column name '{Name}' as a formula", Invoke("sample", _folder["run"], "-n", "20").Error);
        Assert.Equal([Name, "width"], TableReader.Read(_folder["run/samples.csv"]).ColumnNames);
        Assert.Contains("may run the column name", Invoke("divergence", table, table).Error);
        Assert.DoesNotContain("may run", Invoke("divergence", _table, _table).Error);
    }

    [Fact]
    public void Tables_of_repeated_rows_are_remarked_on()
    {
        File.WriteAllText(_folder["ages.csv"], "age,children\n" + string.Concat(
            Enumerable.Range(0, 300).Select(i => $"{20 + i % 5},{i % 2}\n")));
        var (code, _, error) = Invoke("divergence", _folder["ages.csv"], _folder["ages.csv"]);
        Assert.Equal(0, code);
        Assert.Contains("100 % of the rows of a table stand in the other one too", error);
        Assert.Contains("100 % of the rows of a table have equal ones in it", error);
    }

    private static JsonObject Json(params string[] arguments) => ConsoleRun.Json(arguments);

    private static void Run(params string[] arguments) => ConsoleRun.Json(arguments);

    private static (int Code, string Output, string Error) Invoke(params string[] arguments) => ConsoleRun.Invoke(arguments);
}
