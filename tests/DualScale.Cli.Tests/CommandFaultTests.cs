using System.Text.Json.Nodes;
using DualScale.Tables;

namespace DualScale.Cli.Tests;

/// <summary>What a user does wrong ends with one line, the exit code and nothing written.</summary>
[Collection("console")]
public sealed class CommandFaultTests(CommandFaultTests.Inputs inputs) : IClassFixture<CommandFaultTests.Inputs>, IDisposable
{
    private readonly SmallTable _table = new();

    public void Dispose() => _table.Dispose();

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
        { ["sample", "{table}"], "is neither a run directory nor a model file" },
        { ["report", "{run}", "-o", "{run}/model.safetensors", "--force"], "model.safetensors is a file of the run" },
        { ["report", "{run}", "-o", "{table}", "--force"], "is the table that" },
        { ["report", "{run}", "-o", "{bad}"], "is there already; choose another -o, or replace it with --force" },
        { ["report", "{run}", "--thread"], "There is no option '--thread'." },
        { ["sample", "{run}", "-n", "99999999999"], "as a whole number of at most 2147483647" },
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
        { ["sample", "{run}", "--steps", "10001"], "sampling.steps is 10001; give 1 to 10000." },
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
        { ["reproduce", "plan", "grid", "--seeds", "1000000000", "--out", "{new}"], "--seeds is 1000000000; give 1 to 1000" },
        { ["reproduce", "plan", "grid", "--seeds", "dino=1,dino=2", "--out", "{new}"], "speaks of 'dino' twice; leave one out." },
        { ["reproduce", "grid", "--out", "{table}"], "folder" },
        { ["reproduce", "grid", "--seeds", "3,dno=5", "--out", "{new}"], "'dino'" },
        { ["reproduce", "run", "1", "--out", "{new}"], "reproduce plan" },
        { ["reproduce", "grid", "--known", "{missing}.csv", "--out", "{new}"], "no file" },
        { ["reproduce", "plan", "grid", "--known", "{table}", "--out", "{new}"], "row 1: there is no column 'experiment'" },
        { ["reproduce", "plan", "grid", "--known", "{run}", "--out", "{new}"],
            "{run} is a folder; give a results.csv of 'dualscale reproduce'." },
        { ["reproduce", "collect", "--out", "{new}"], "reproduce plan" },
        { ["reproduce", "plan", "gird", "--out", "{new}"], "'grid'" },
        { ["reproduce", "--experiment", "{dots}", "--out", "{new}"], "no name for a folder" },
        { ["reproduce", "grid", "--data", "{dotted}", "--out", "{new}"], "no name for a folder" },
        { ["train", "--config", "{aliases}", "--out", "{new}"], "anchors and aliases" },
        { ["evaluate", "{new}"], "holds no run" },
        { ["divergence", "{table}", "{missing}"], "no file" },
        { ["divergence", "{table}", "{run}"], "Cannot read {run}: it is a folder. Give the path of a file." },
        { ["train", "--config", "{run}", "--out", "{new}"], "Cannot read {run}: it is a folder. Give the path of a file." },
        { ["train", "--data", "{same}", "--out", "{new}"], "same.csv: There is nothing to learn" },
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
        var files = inputs.Table;
        var before = Directory.GetFiles(files.Folder, "*", SearchOption.AllDirectories).Order().ToArray();
        var (code, output, error) = Invoke([.. arguments.Select(argument => argument
            .Replace("{new}", files["new"]).Replace("{ru}", files["ru"]).Replace("{run}", files["run"])
                .Replace("{table}", files.Path)
            .Replace("{two}", files["two.csv"]).Replace("{same}", files["same.csv"]).Replace("{bad}", files["bad.yaml"])
                .Replace("{documents}", files["documents.yaml"]).Replace("{missing}", files["missing"])
            .Replace("{aliases}", files["aliases.yaml"]).Replace("{dots}", files["...yaml"])
                .Replace("{dotted}", files["...csv"]))]);
        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Contains(part.Replace("{run}", files["run"]), error);
        Assert.StartsWith("dualscale: ", error);
        Assert.Equal(1, error.Count(c => c == '\n'));
        Assert.Equal(before, Directory.GetFiles(files.Folder, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public void Grid_for_five_columns_is_refused_with_the_limit()
    {
        var wide = _table["wide.csv"];
        TableWriter.Write(
            new PointSet([.. Enumerable.Range(0, 50).Select(i => (float)Math.Sin(i))], ["a", "b", "c", "d", "e"]), wide);
        var (code, _, error) = Invoke("train", "--data", wide, "--model", "grid", "--out", _table["new"]);
        Assert.Equal(2, code);
        Assert.Contains("1 to 4 columns and the data has 5", error);
        Assert.False(Directory.Exists(_table["new"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("data:\n  source: moons\n")]
    public void Run_whose_configuration_was_cut_off_is_not_trained_as_something_else(string config)
    {
        Run(["train", "--data", _table.Path, "--steps", "3", "--out", _table["run"], .. SmallTable.Tiny]);
        foreach (var file in (string[])["model.safetensors", "checkpoint.safetensors", "run.json"])
            File.Delete(_table[$"run/{file}"]);
        File.WriteAllText(_table["run/config.yaml"], config);
        var before = Directory.GetFiles(_table["run"]).Order().ToArray();
        var (code, output, error) = Invoke("train", "--resume", "--out", _table["run"]);
        Assert.Equal((2, ""), (code, output));
        Assert.Equal(
            $"dualscale: {Path.Combine(_table["run"], "config.yaml")} is cut off or empty: it does not end with training.checkpoint-every; take an undamaged copy, or train into another folder.\n",
            error);
        Assert.Equal(before, Directory.GetFiles(_table["run"]).Order());
        Assert.Equal(config, File.ReadAllText(_table["run/config.yaml"]));
    }

    [Fact]
    public void Damaged_model_is_refused()
    {
        Run(["train", "--data", _table.Path, "--steps", "3", "--out", _table["run"], .. SmallTable.Tiny]);
        var path = _table["run/model.safetensors"];
        var bytes = File.ReadAllBytes(path);
        bytes[^3] ^= 4;
        File.WriteAllBytes(path, bytes);
        var (code, _, error) = Invoke("sample", _table["run"]);
        Assert.Equal(2, code);
        Assert.Contains("checksum", error);
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
        Run(["train", "--data", _table.Path, "--steps", "3", "--out", _table["a"], .. SmallTable.Tiny]);
        Run(["train", "--data", _table.Path, "--steps", "3", "--seed", "4", "--out", _table["b"], .. SmallTable.Tiny]);
        File.Copy(_table["b/model.safetensors"], _table["a/model.safetensors"], overwrite: true);
        var (code, _, error) = Invoke("evaluate", _table["a"]);
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
        var (code, output, error) = Invoke([.. arguments.Select(argument => argument.Replace("{new}", _table["new"]))]);
        Assert.Equal((2, ""), (code, output));
        Assert.Equal(1, error.Count(c => c == '\n'));
        Assert.False(Directory.Exists(_table["new"]));
    }

    private static void Run(params string[] arguments) => ConsoleRun.Json(arguments);

    private static (int Code, string Output, string Error) Invoke(params string[] arguments) => ConsoleRun.Invoke(arguments);

    /// <summary>A table, a run of it and files that are wrong, which no fault may change.</summary>
    public sealed class Inputs : IDisposable
    {
        public Inputs()
        {
            Run(["train", "--data", Table.Path, "--steps", "3", "--out", Table["run"], .. SmallTable.Tiny]);
            File.WriteAllText(Table["two.csv"], "1,2\n3,4\n");
            File.WriteAllText(Table["same.csv"], "a,b\n5,x\n5,x\n5,x\n5,x\n");
            File.WriteAllText(Table["bad.yaml"], "training:\n  steps: [1\nmodel: {");
            File.WriteAllText(Table["documents.yaml"], "training:\n  steps: 3\n---\nmodel:\n  kind: grid\n");
            File.WriteAllText(Table["aliases.yaml"], "a: &a {b: *a}");
            File.WriteAllText(Table["...yaml"], "model:\n  hidden-width: 16\n");
            File.Copy(Table.Path, Table["...csv"]);
        }

        internal SmallTable Table { get; } = new();

        public void Dispose() => Table.Dispose();
    }
}
