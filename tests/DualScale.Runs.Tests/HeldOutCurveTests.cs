using DualScale.Diffusion;
using DualScale.Runs.Configuration;

namespace DualScale.Runs.Tests;

/// <summary>The evaluation loss on held-out rows while a run is trained.</summary>
public sealed class HeldOutCurveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Curve_has_a_point_at_each_fiftieth_and_ends_at_the_loss_of_the_finished_model()
    {
        var run = Run.Create(_folder["run"], new RunConfiguration
        {
            Data = new DataOptions { Source = "moons", Points = 300 },
            Model = new ModelOptions
            {
                Network = new Denoisers.BaselineDenoiser(
                new Denoisers.NetworkSize { HiddenWidth = 8, EmbeddingDimension = 8 })
            },
            Training = new Training.TrainingOptions { Steps = 500, LearningRate = 0.01 },
        });
        run.Train();
        var curve = run.ReadLosses().Where(point => point.HeldOut is not null).ToArray();
        Assert.Equal([.. Enumerable.Range(1, 50).Select(i => 10 * i)], curve.Select(point => point.Step));
        using var model = run.LoadModel();
        var heldOut = run.Data.HeldOut.First(2000);
        var draws = new EvaluationLossOptions { Seed = ulong.MaxValue, Draws = heldOut.Count };
        Assert.Equal(model.EvaluationLoss(heldOut, draws).Mean, curve[^1].HeldOut);
        Assert.True(curve[^1].HeldOut < curve[0].HeldOut, "It was to fall.");
        Assert.Contains("held out", File.ReadAllText(run.WriteReport().Page));
    }
}
