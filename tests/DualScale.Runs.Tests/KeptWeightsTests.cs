using DualScale.Denoisers;
using DualScale.Evaluation;
using DualScale.Runs.Configuration;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Runs.Tests;

/// <summary>A run whose held-out rows decide, and what is said of one that learned its rows by heart.</summary>
public sealed class KeptWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public void Cut_run_ends_where_the_whole_one_does_with_the_same_bytes(int step)
    {
        var table = Measured(40);
        var start = RunConfiguration.ForTable(table);
        var configuration = start with
        {
            Data = start.Data with { Source = "measured", HeldOut = 0.3 },
            Model = start.Model with { Network = (ScaleSpaceDenoiser)start.Model.Network with { Width = 32, Blocks = 1 } },
            Training = start.Training with
            {
                Steps = 400,
                CheckpointEvery = 10,
                BatchSize = 64,
                Keep = KeptWeights.Best,
                Patience = 0.1,
            },
        };
        var whole = Run.Create(_folder["whole"], configuration, table);
        var trained = whole.Train();
        Assert.Equal(TrainingEnd.NoGain, trained.Ended);
        Assert.Equal((trained.Steps - 40, trained.Steps), (trained.KeptStep, whole.Summarize().Step));
        var curve = whole.ReadLosses().Where(point => point.HeldOut is not null).ToArray();
        var best = curve.MinBy(point => point.HeldOut);
        Assert.Equal((trained.KeptStep, trained.HeldOutLoss), (best.Step, best.HeldOut));

        using var source = new CancellationTokenSource();
        var log = new EventLog(happened =>
        {
            if (happened is CheckpointSaved saved && saved.Step == step)
                source.Cancel();
        });
        var cut = Run.Create(_folder["cut"], configuration, table);
        Assert.Throws<TrainingInterruptedException>(() => cut.Train(1, log, source.Token));
        Run.Open(_folder["cut"]).Train(threads: 2);
        foreach (var file in new[] { "model.safetensors", "metrics.jsonl" })
            Assert.Equal(File.ReadAllBytes(_folder[$"whole/{file}"]), File.ReadAllBytes(_folder[$"cut/{file}"]));
    }

    [Fact]
    public void Copies_of_the_rows_of_a_small_typed_table_are_warned_of_in_one_line_and_fresh_rows_are_not()
    {
        var table = Measured(300);
        var start = RunConfiguration.ForTable(table);
        var run = Run.Create(_folder["run"], start with { Data = start.Data with { Source = "measured" } }, table);
        var encoding = run.Data.Encoding!;
        var copied = Judge(run.Data.Training);
        Assert.Equal(SampleFinding.Memorised, copied.Finding);
        Assert.InRange(copied.Copying!.Value.NearerShare, 0.95, 1);
        Assert.Matches("^Samples repeat training rows: .* is the nearer one to them in [0-9]+ % ± [0-9]+ % of cases, where half is fair",
            VerdictWords.Of(copied)[0]);

        // A third of the samples being copies is found with 30 held-out rows.
        var fresh = encoding.Encode(Measured(600, first: 5000));
        Assert.NotEqual(SampleFinding.Memorised, Judge(fresh).Finding);
        var mixed = new PointSet(
            [.. run.Data.Training.Values.ToArray(), .. fresh.First(300).Values.ToArray()], fresh.ColumnNames);
        Assert.Equal(SampleFinding.Memorised, Judge(mixed).Finding);

        SampleVerdict Judge(PointSet points) =>
            run.Judge(new SamplingResult(points) { Sampler = "none", Steps = 1, Seed = 0, Seconds = 0 })!;
    }

    // Incomes with a heavy tail beside ages with some ties and a text that both decide.
    private static Table Measured(int rows, int first = 0)
    {
        var z = new float[2 * rows];
        new Numerics.RandomStream(3, 0).FillNormal(2 * (ulong)first, z);
        var lines = Enumerable.Range(0, rows).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{Math.Exp(10 + 0.8 * z[2 * i]):F2},{40 + 8 * z[2 * i] + 6 * z[2 * i + 1]:F1},{(z[2 * i] > z[2 * i + 1] ? "yes" : "no")}"));
        return TableFile.Read(new StringReader("income,age,owner\n" + string.Join('\n', lines) + "\n"), "measured");
    }
}
