using DualScale.Diffusion;

namespace DualScale.Tests.Formulas;

/// <summary>The product's noise levels beside their formulas.</summary>
public sealed class ScheduleFormulaTests
{
    [Theory]
    [InlineData(BetaSchedule.Linear, 100, 1e-4, 0.02)]
    [InlineData(BetaSchedule.Linear, 7, 0.01, 0.5)]
    [InlineData(BetaSchedule.Quadratic, 100, 1e-4, 0.2)]
    [InlineData(BetaSchedule.Quadratic, 7, 0.01, 0.5)]
    [InlineData(BetaSchedule.Cosine, 100, 1e-4, 0.2)]
    [InlineData(BetaSchedule.Cosine, 7, 0.01, 0.5)]
    public void Discrete_levels_follow_the_formula(BetaSchedule shape, int timesteps, double first, double last)
    {
        var schedule = new NoiseSchedule(timesteps, first, last, shape);
        var betas = shape switch
        {
            BetaSchedule.Linear => PlainSchedule.Linear(timesteps, first, last),
            BetaSchedule.Quadratic => PlainSchedule.Quadratic(timesteps, first, last),
            _ => PlainSchedule.Cosine(timesteps),
        };
        Assert.Equal(timesteps, schedule.Timesteps);
        Assert.Equal(1, schedule.AlphaBar(-1));
        for (var t = 0; t < timesteps; t++)
        {
            var level = PlainLevel.Discrete(betas, t);
            Assert.Equal(betas[t], schedule.Beta(t), 1e-15);
            Assert.Equal(level.AlphaBar, schedule.AlphaBar(t), 1e-14);
            Assert.Equal(level.A, schedule.SignalScale(t), 1e-14);
            Assert.Equal(level.S, schedule.NoiseScale(t), 1e-14);
            Assert.Equal((1, t), (schedule.PointScale(t), schedule.Condition(t)));
        }
    }

    [Fact]
    public void Defaults_are_those_of_the_documentation() =>
        new NoiseSchedule().Betas.ShouldBeCloseTo(PlainSchedule.Quadratic(100, 1e-4, 0.2), 1e-15, 0, "β");

    [Fact]
    public void Betas_of_one_s_own_are_taken_as_they_are()
    {
        double[] betas = [0.3, 0.1, 0.25, 0.9];
        var schedule = NoiseSchedule.OfBetas(betas);
        Assert.Equal(betas, schedule.Betas);
        Assert.Equal(0.7 * 0.9 * 0.75, schedule.AlphaBar(2), 1e-15);
    }

    [Fact]
    public void Continuous_levels_follow_the_formula()
    {
        var levels = new ContinuousLevels(0.02, 50);
        foreach (var sigma in new[] { 0.02, 0.3, 1, 7, 50 })
        {
            var level = PlainLevel.Continuous(sigma, 0.02, 50);
            Assert.Equal((level.A, level.S), (levels.SignalScale(sigma), levels.NoiseScale(sigma)));
            Assert.Equal(level.Told, levels.Condition(sigma), 1e-12);
            Assert.Equal(Math.Sqrt(1 + sigma * sigma), levels.PointScale(sigma), 1e-12);
            Assert.Equal(level.AlphaBar, levels.AlphaBar(sigma), 1e-14);
        }
    }
}
