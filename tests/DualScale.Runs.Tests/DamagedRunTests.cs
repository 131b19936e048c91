using DualScale.Runs.Configuration;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Runs.Tests;

/// <summary>Run folders whose files were cut off, damaged or lost: nothing else is trained in their place.</summary>
public sealed class DamagedRunTests : IDisposable
{
    private static readonly RunConfiguration Tiny =
        TinyRun.Of(new TrainingOptions { Steps = 80, BatchSize = 16, CheckpointEvery = 60 });

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Configuration_that_is_cut_off_at_any_line_is_refused_and_the_folder_stays_as_it_is()
    {
        var files = Run.Create(_folder["run"], Tiny).Files;
        var whole = File.ReadAllLines(files.Configuration);
        Assert.StartsWith("  checkpoint-every: ", whole[^1]);
        for (var kept = 0; kept < whole.Length; kept++)
        {
            File.WriteAllLines(files.Configuration, whole[..kept]);
            var before = Listed();
            var told = Assert.Throws<InvalidInputException>(() => Run.Open(_folder["run"])).Message;
            Assert.StartsWith($"{files.Configuration} is cut off or empty: it does not end with training.checkpoint-every; ", told);
            Assert.Equal(before, Listed());
        }

        File.WriteAllText(files.Configuration, string.Join('\n', whole));
        Assert.Null(ConfigurationTree.Difference(Tiny, Run.Open(_folder["run"]).Configuration));

        IEnumerable<string> Listed() => Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order()
            .Select(path => $"{path} {File.ReadAllText(path)}");
    }

    [Fact]
    public void Configuration_of_a_user_may_be_of_any_few_settings()
    {
        File.WriteAllText(_folder["few.yaml"], "training:\n  steps: 7\n");
        Assert.Equal(7, RunConfiguration.Read(_folder["few.yaml"]).Training.Steps);
        File.WriteAllText(_folder["none.yaml"], "");
        Assert.Equal("dino", RunConfiguration.Read(_folder["none.yaml"]).Data.Source);
    }

    [Theory]
    [InlineData("patience: 0", "patience: -1", "training.patience is -1; give 0 to 1.")]
    [InlineData("points: 200", "points: 1", "data.points is 1; give 2 to 100000000.")]
    [InlineData("timesteps: 5", "timesteps: 1", "timesteps is 1")]
    [InlineData("points: 200", "points: many", "data.points cannot be \"many\"")]
    [InlineData("points: 200", "pionts: 200", "there is no setting 'data.pionts'")]
    public void Faults_of_a_configuration_begin_with_its_file(string before, string after, string part)
    {
        var files = Run.Create(_folder["run"], Tiny).Files;
        var text = File.ReadAllText(files.Configuration);
        Assert.Contains(before, text);
        File.WriteAllText(files.Configuration, text.Replace(before, after));
        foreach (var read in (Func<object>[])[() => Run.Open(_folder["run"]), () => RunConfiguration.Read(files.Configuration)])
        {
            var told = Assert.Throws<InvalidInputException>(read).Message;
            Assert.StartsWith($"{files.Configuration}: ", told);
            Assert.Contains(part, told);
        }
    }

    [Theory]
    [InlineData(true, "species,mass\n", "Adelie,1\n", "Gentoo,2\n")]
    [InlineData(false, "species,mass\n", "Adelie,1\n", "Gentoo,2\n")]
    [InlineData(true, "length,mass\n", "4,1\n", "9,2\n")]
    public void Run_that_has_lost_its_schema_asks_for_it(bool discrete, string header, params string[] rows)
    {
        File.WriteAllText(_folder["birds.csv"], header + string.Concat(Enumerable.Range(0, 40).Select(i => rows[i * i % 5 % 2])));
        var table = TableFile.Read(_folder["birds.csv"]);
        var configuration = RunConfiguration.ForTable(table);
        var run = Run.Create(_folder["run"], configuration with
        {
            Data = new DataOptions { Source = "birds.csv" },
            Diffusion = configuration.Diffusion with { DiscreteColumns = discrete },
        }, table);
        Assert.NotNull(run.Data.Encoding);
        File.Delete(run.Files.Schema);
        var told = Assert.Throws<InvalidInputException>(() => Run.Open(_folder["run"]).Train()).Message;
        Assert.Equal(discrete
            ? $"{run.Files.Schema} is missing, which says what the columns of {run.Files.Table} are; put it back, or train into another folder."
            : $"{run.Files.Table} is no table of numbers alone, and {run.Files.Schema}, which would say what its columns are, is missing; take undamaged copies, or train into another folder.",
            told);
        Assert.False(File.Exists(run.Files.Checkpoint));
    }

    [Fact]
    public void Cell_of_a_run_on_numbers_that_was_damaged_is_told_with_its_place()
    {
        var table = new PointSet(Shapes.Generate("moons", 60, 1).Values.ToArray(), ["a", "b"]);
        var files = Run.Create(_folder["run"], Tiny with { Data = Tiny.Data with { Source = "measured" } }, table).Files;
        Assert.Equal(60, Run.Open(_folder["run"]).Data.Real.Count);
        File.AppendAllText(files.Table, "1,x2\n");
        Assert.StartsWith($"{files.Table}, row 62, column 'b': 'x2' is no number",
            Assert.Throws<InvalidInputException>(() => Run.Open(_folder["run"]).Data).Message);
    }

    [Theory]
    [InlineData("a,b\n5,7\n5,7\n5,7\n5,7\n", true, "There is nothing to learn: every column is constant")]
    [InlineData("a,b\n5,7\n5,7\n5,7\n5,7\n", false, "Column 'a' has the same value in all 4 rows")]
    public void Table_of_constants_is_refused_with_its_file(string text, bool continuous, string part)
    {
        File.WriteAllText(_folder["same.csv"], text);
        var configuration = continuous
            ? RunConfiguration.Preset("default") with { Data = new DataOptions { Source = _folder["same.csv"] } }
            : Tiny with { Data = new DataOptions { Source = _folder["same.csv"] } };
        var told = Assert.Throws<InvalidInputException>(() => Run.Create(_folder["run"], configuration)).Message;
        Assert.StartsWith($"{_folder["same.csv"]}: {part}", told);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    // A cut at a kill is behind the checkpoint of step 60; what is before it is not made again.
    [Theory]
    [InlineData(0)]
    [InlineData(1, 3)]
    [InlineData(2, 1, 4)]
    [InlineData(0, 7)]
    [InlineData(6, 1, 2, 3, 4, 5, 6, 7)]
    public void Damaged_lines_of_losses_are_told_once_and_the_others_and_the_model_stay(int lost, params int[] damaged)
    {
        Run.Create(_folder["whole"], Tiny).Train();
        var files = Cut();
        var lines = File.ReadAllLines(files.Metrics);
        foreach (var line in damaged)
            lines[line - 1] = "{\"step\":" + (line == 7 ? "" : "x}");
        File.WriteAllText(files.Metrics, string.Join('\n', lines));
        var log = new EventLog();
        Run.Open(_folder["cut"]).Train(events: log);
        Assert.Equal(new TrainingResumed(60, 80), log.Events[0]);
        Assert.Equal(lost == 0 ? [] :
            [$"{files.Metrics} is damaged: {lost} of its lines up to step 60 are lost, and the loss curve has gaps; the model does not depend on them."],
            log.Of<RunMessage>().Select(message => message.Text));
        Assert.Equal(File.ReadAllBytes(_folder["whole/model.safetensors"]), File.ReadAllBytes(_folder["cut/model.safetensors"]));
        Assert.Equal(
            File.ReadAllLines(_folder["whole/metrics.jsonl"]).Where((_, line) => line > 5 || !damaged.Contains(line + 1)),
            File.ReadAllLines(files.Metrics));
    }

    // As a kill behind step 70 leaves it.
    private RunFiles Cut()
    {
        var run = Run.Create(_folder["cut"], Tiny);
        using var source = new CancellationTokenSource();
        var checkpoint = _folder["checkpoint"];
        var log = new EventLog(happened =>
        {
            if (happened is CheckpointSaved { Step: 60 } saved)
                File.Copy(saved.Path, checkpoint);
            if (happened is TrainingProgressed { Step: 70 })
                source.Cancel();
        });
        Assert.Throws<TrainingInterruptedException>(() => run.Train(0, log, source.Token));
        File.Copy(checkpoint, run.Files.Checkpoint, overwrite: true);
        return run.Files;
    }
}
