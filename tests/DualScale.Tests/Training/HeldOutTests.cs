using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Training;

/// <summary>Held-out rows decide which weights are kept and when a training ends.</summary>
public sealed class HeldOutTests : IDisposable
{
    private static readonly DiffusionRecipe Recipe =
        DiffusionRecipe.ScaleSpace with { Denoiser = new ScaleSpaceDenoiser { Width = 40, Blocks = 2, Dropout = 0.1 } };

    // So few rows are soon learned by heart.
    private static readonly PointSet Rows = Shapes.Generate("moons", 24, 1);
    private static readonly PointSet HeldOut = Shapes.Generate("moons", 10, 2);

    private static readonly TrainingOptions Kept =
        TrainingOptions.ScaleSpace with { Steps = 500, ReferenceRows = 0, Keep = KeptWeights.Best, Threads = 1 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Model_has_the_averaged_weights_that_did_best()
    {
        using var last = Start(Kept with { Keep = KeptWeights.Last });
        var measured = new List<(int Step, double Loss, float[] Weights)>();
        while (!last.IsDone)
        {
            last.Advance();
            if (last.HeldOutLoss is not { } loss)
                continue;
            using var now = last.ToModel();
            measured.Add((last.Step, loss, now.Values.Values.Span.ToArray()));
        }

        Assert.Equal(Enumerable.Range(1, 50).Select(i => 10 * i), measured.Select(point => point.Step));
        var best = measured.MinBy(point => point.Loss);
        Assert.InRange(best.Step, 20, 480);

        using var kept = Start(Kept);
        using var model = kept.Run();
        Assert.Equal((best.Step, best.Loss), (kept.KeptStep, kept.KeptLoss!.Value));
        Assert.Equal(best.Weights, model.Values.Values.Span.ToArray());
        Assert.Equal((500, measured[^1].Loss), (last.KeptStep, last.KeptLoss!.Value));

        // Levels are even, whatever the training has come to draw: those of a model whose density was never measured.
        using var even = new DiffusionModel(Recipe, DenoisingGraph.ForSampling(Recipe, 2), Standardization.Fit(Rows),
            Rows.ColumnNames, Rows.Range());
        even.LoadBlock(best.Weights);
        var draws = new EvaluationLossOptions { Seed = ulong.MaxValue, Draws = 2000 };
        Assert.Equal(even.EvaluationLoss(HeldOut, draws).Mean, best.Loss);
    }

    [Fact]
    public void Training_ends_where_patience_does()
    {
        using var whole = Start(Kept);
        using var kept = whole.Run();
        using var trainer = Start(Kept with { Patience = 0.12 });
        using var model = trainer.Run();
        Assert.Equal((whole.KeptStep, whole.KeptStep + 60, true), (trainer.KeptStep, trainer.Step, trainer.StoppedEarly));
        Assert.Equal(kept.Values.Values.Span.ToArray(), model.Values.Values.Span.ToArray());
        Assert.Throws<InvalidOperationException>(() => trainer.Advance());
        Assert.False(whole.StoppedEarly);
    }

    [Fact]
    public void Patience_shorter_than_the_way_between_two_looks_waits_for_the_second()
    {
        using var trainer = Start(Kept with { Patience = 0.001 });
        using var model = trainer.Run();
        Assert.Equal(trainer.KeptStep + 10, trainer.Step);
        Assert.True(trainer.Step >= 20);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(5)]
    [InlineData(130)]
    [InlineData(390)]
    public void Restored_training_keeps_the_same_weights_on_any_number_of_threads(int stopAt)
    {
        using var whole = Start(Kept with { Patience = 0.8 });
        using var first = Start(Kept with { Patience = 0.8, Threads = 3 });
        using var second = Start(Kept with { Patience = 0.8, Threads = 2 });
        while (first.Step < stopAt && !first.IsDone)
            first.Advance();
        Checkpoint.Save(first, 0, 0, _folder["c"]);
        Checkpoint.Restore(second, _folder["c"]);
        using var a = whole.Run();
        using var b = second.Run();
        Assert.Equal((whole.Step, whole.KeptStep, whole.KeptLoss), (second.Step, second.KeptStep, second.KeptLoss));
        Assert.Equal(a.Values.Values.Span.ToArray(), b.Values.Values.Span.ToArray());
    }

    [Fact]
    public void Checkpoint_of_other_held_out_rows_is_refused_where_they_decide()
    {
        using var first = Start(Kept);
        first.Advance();
        Checkpoint.Save(first, 0, 0, _folder["c"]);
        using var other = new Trainer(Recipe, Rows, Kept, Standardization.Fit(Rows), HeldOut.First(9));
        Assert.Contains("other settings or data",
            Assert.Throws<InvalidInputException>(() => Checkpoint.Restore(other, _folder["c"])).Message);
    }

    [Fact]
    public void Keeping_the_best_takes_held_out_rows_of_the_same_columns()
    {
        Assert.Contains("need held-out rows", Assert.Throws<InvalidInputException>(() => new Trainer(Recipe, Rows, Kept)).Message);
        var narrow = new PointSet([1, 2], ["x"]);
        Assert.Contains("1 columns", Assert.Throws<InvalidInputException>(
            () => new Trainer(Recipe, Rows, Kept, null, narrow)).Message);
    }

    private static Trainer Start(TrainingOptions options) => new(Recipe, Rows, options, Standardization.Fit(Rows), HeldOut);
}
