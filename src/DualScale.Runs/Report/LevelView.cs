using DualScale.Diffusion;

namespace DualScale.Runs.Report;

/// <summary>How often continuous noise levels were trained on.</summary>
/// <param name="Shares">The share of each of equal bins of ln σ, from little noise to much.</param>
/// <param name="Least">The smallest σ.</param>
/// <param name="Most">The largest σ.</param>
/// <param name="Visited">σ of each level that the model's own sampler visits.</param>
internal sealed record LevelView(IReadOnlyList<double> Shares, double Least, double Most, IReadOnlyList<double> Visited)
{
    /// <summary>Looks at a model; null where levels are discrete or their density was not measured.</summary>
    public static LevelView? Of(DiffusionModel model) =>
        model.Levels is ContinuousLevels { Density: MeasuredDensity density } levels
            ? new LevelView(density.Shares, levels.SigmaMin, levels.SigmaMax, model.DefaultSampler.Path(levels))
            : null;
}
