using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Diffusion.Likelihood;

/// <summary>
/// A flow moves mass and makes none, whatever network drives it: the density sums to one exactly where the trace is the
/// divergence of the flow that is followed.
/// </summary>
public sealed class FlowMassTests
{
    private static readonly NetworkSize Small =
        new() { EmbeddingDimension = 8, HiddenWidth = 16, ResidualBlocks = 1, CoordinateScale = 1 };

    public static TheoryData<int, int, bool> Recipes
    {
        get
        {
            var data = new TheoryData<int, int, bool>();
            for (var part = 0; part < 4; part++)
            {
                data.Add(part, part, false);
                data.Add(part, 3 - part, true);
            }

            return data;
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Recipes))]
    public void Density_of_any_trained_network_sums_to_one(int denoiser, int parametrization, bool discrete)
    {
        const int Count = 600;
        const double Low = -59, Step = 0.2;
        IDenoiser[] denoisers = [new BaselineDenoiser(Small), new DualScaleDenoiser { Size = Small },
            new DualExpertDenoiser { Size = Small, Experts = 3 }, new ScaleSpaceDenoiser { Width = 16, Frequencies = 4 }];
        Parametrization[] parametrizations = [new EpsilonParametrization(), new CleanParametrization(),
            new VelocityParametrization(), new EdmParametrization(0.7)];
        using var trainer = new Trainer(
            new DiffusionRecipe
            {
                Denoiser = denoisers[denoiser],
                Parametrization = parametrizations[parametrization],
                Levels = discrete ? new NoiseSchedule(betaStart: 0.02) : new ContinuousLevels(0.1, 5),
            },
            new PointSet([.. Enumerable.Range(0, 64).Select(i => (float)(2 * Math.Sin(i * i) + 1))], ["x"]),
            new TrainingOptions { Steps = 60, BatchSize = 64, LearningRate = 0.003 }, new Standardization([1], [2]));
        using var model = trainer.Run();
        var points = new PointSet([.. Enumerable.Range(0, Count).Select(i => (float)(Low + i * Step))], ["x"]);
        var likelihood = model.LogLikelihood(points, new LikelihoodOptions { Tolerance = 0.05 });
        Assert.Equal(1, likelihood.Rows.Sum(Math.Exp) * Step, 0.02);

        var estimated = model.LogLikelihood(points, new LikelihoodOptions { Tolerance = 0.05, Trace = TraceKind.Estimated });
        double[] Likely(LogLikelihood of) => [.. of.Rows.Where((_, row) => likelihood.Rows[row] > -20)];
        Likely(estimated).ShouldBeCloseTo(Likely(likelihood), 1e-3, 0, "signs square to one in one column");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(41.7)]
    [InlineData(99)]
    public void Level_of_a_sigma_lies_between_timesteps_too(double level)
    {
        var levels = new NoiseSchedule();
        Assert.Equal(level, levels.At(levels.Sigma(level)), 1e-6);
    }
}
