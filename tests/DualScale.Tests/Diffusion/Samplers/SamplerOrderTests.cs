using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Diffusion.Samplers;

/// <summary>
/// Of standard normal data EDM's c_skip is the exact posterior mean, so a network that returns zero is the exact denoiser and the
/// probability flow takes y to y/√(1 + σ²): what a sampler ends at is known in closed form.
/// </summary>
public sealed class SamplerOrderTests
{
    private const double Sigma = 5;

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    public void Deterministic_samplers_come_nearer_to_the_flow_by_their_order(bool solver, int order)
    {
        Sampler Of(int steps) => order == 1 ? new DdimSampler
        {
            Steps =
            steps
        } : solver ? new DpmSolverSampler { Steps = steps } : new HeunSampler { Steps = steps };
        var (coarse, fine) = (Error(Of(20)), Error(Of(40)));
        Assert.InRange(Math.Log2(coarse / fine), order - 0.3, order + 0.7);
    }

    [Fact]
    public void Own_levels_are_visited_as_they_are_given()
    {
        using var model = Model(new ContinuousLevels(0.01, Sigma));
        double[] levels = [.. new LogarithmicList(Sigma, 0.01, 15)];
        var own = Draw(model, new HeunSampler { Levels = levels });
        var spaced = Draw(model, new HeunSampler { Steps = 15, Spacing = LevelSpacing.LogUniform });
        for (var i = 0; i < own.Length; i++)
            Assert.Equal(spaced[i], own[i], 1e-6);
    }

    private static double Error(Sampler sampler)
    {
        using var model = Model(new ContinuousLevels(0.01, Sigma));
        var start = Start();
        var drawn = Draw(model, sampler);

        // The samplers end at the least σ with the exact denoiser, whose error there is of the order of 1e-4.
        return start.Values.ToArray().Zip(drawn)
            .Average(pair => Math.Abs(pair.First / Math.Sqrt(1 + Sigma * Sigma) - pair.Second));
    }

    private static float[] Draw(DiffusionModel model, Sampler sampler) =>
        model.Sample(Start().Count, new SamplingOptions { Sampler = sampler, Start = Start() }).Values.ToArray();

    private static PointSet Start() => new([.. Enumerable.Range(1, 40).Select(i => (float)(i * 0.4 - 8))], ["x"]);

    private static DiffusionModel Model(NoiseLevels levels)
    {
        using var trainer = new Trainer(
            new DiffusionRecipe { Denoiser = new Nothing(), Levels = levels, Parametrization = new EdmParametrization() },
            Start(), new TrainingOptions { Steps = 1 });
        return trainer.ToModel();
    }

    private sealed record Nothing : IDenoiser
    {
        public Node Predict(Graph graph, DenoiserInput input) => graph.Affine(graph.Linear("unused", 1, input.X), 0, 0);
    }

    private sealed class LogarithmicList(double most, double least, int count) : List<double>(
        Enumerable.Range(0, count).Select(i => most * Math.Pow(least / most, (double)i / (count - 1))));
}
