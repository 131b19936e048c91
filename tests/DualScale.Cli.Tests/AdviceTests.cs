using DualScale.Tables;

namespace DualScale.Cli.Tests;

/// <summary>What the library says with methods, the program says with its commands and options.</summary>
[Collection("console")]
public sealed class AdviceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_that_will_not_do_are_told_with_commands()
    {
        TableWriter.Write(Shapes.Generate("moons", 30), _folder["points.csv"]);
        foreach (var name in new[] { "samples", "table" })
            Directory.CreateDirectory(_folder[name]);
        Runs.Run.Create(_folder["unfinished"], new Runs.Configuration.RunConfiguration());
        File.WriteAllText(_folder["samples/samples.csv"], "");
        File.WriteAllText(_folder["table/data.csv"], "a\n1\n2\n3\n");
        Says($"{_folder["nothing"]} holds no run. Give a folder that 'dualscale train --out' wrote.", "sample",
            _folder["nothing"]);
        Says(
            $"{_folder["unfinished"]} has no model yet; finish it with 'dualscale train --resume --out {_folder["unfinished"]}'.", "evaluate", _folder["unfinished"]);
        Says($"{_folder["samples"]} already holds samples.csv; choose another --out or delete it.", "train", "--out",
            _folder["samples"]);
        Says($"{_folder["table"]} already holds another data.csv; choose another --out or move it away.", "train", "--data",
            _folder["points.csv"], "--out", _folder["table"]);
        Says($"{_folder["sample"]} holds no run. Did you mean '{_folder["samples"]}'?", "sample", _folder["sample"]);
    }

    [Fact]
    public void Interrupted_training_is_told_with_the_command_that_continues_it()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var run = Runs.Run.Create(_folder["run"], new Runs.Configuration.RunConfiguration
        {
            Data =
            new Runs.Configuration.DataOptions { Source = "moons", Points = 100 }
        });
        var interrupted = Assert.Throws<Runs.TrainingInterruptedException>(() => run.Train(0, null, source.Token));
        Assert.Equal(
            $"Interrupted at step 0; the checkpoint is saved. Continue with 'dualscale train --resume --out {_folder["run"]}'.",
            Commands.Advice.Message(interrupted));
    }

    [Fact]
    public void Progress_without_a_terminal_is_a_line_for_each_tenth()
    {
        var (code, _, error) = ConsoleRun.Invoke(
            "train", "--data", "moons", "--model", "baseline", "--set", "data.points=100", "--set", "model.hidden-width=8", "--set",
            "model.embedding-dimension=4", "--steps", "40", "--out", _folder["run"]);
        Assert.Equal(0, code);
        var lines = error.Split('\n');
        Assert.Equal(
            ["training 20%", "training 50%", "training 70%", "training 100%"], lines[..4].Select(line => line.Split("  ")[0]));
        Assert.Matches(@"^training 20%  step 10/40  loss \d\.\d{4}  \d+ steps/s  0:\d\d left$", lines[0]);
        Assert.StartsWith("sampling 10%", lines[4]);
        Assert.StartsWith($"Draw samples with 'dualscale sample {_folder["run"]}'", lines[^2]);
    }

    private static void Says(string message, params string[] arguments)
    {
        var (code, _, error) = ConsoleRun.Invoke(arguments);
        Assert.Equal((2, $"dualscale: {message}\n"), (code, error));
    }
}
