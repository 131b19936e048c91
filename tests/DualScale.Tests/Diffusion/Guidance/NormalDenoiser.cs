using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>The exact denoiser of a normal law, for models of which every number is known.</summary>
internal sealed record NormalDenoiser(NormalLaw Law) : IDenoiser
{
    public const double Least = 0.002, Most = 10;

    public Node Predict(Graph graph, DenoiserInput input)
    {
        // The first of the extras is the mask; the rest and a layer that is trained are looked at and left.
        var level = graph.Column(0 * input.X + input.Level, 0);
        var exact = graph.Append(new NormalPosterior(Law, (Least, Most)), input.X, input.Extras[0], level);
        return exact + 0 * graph.Linear("unused", input.X.Width, [.. input.Extras]);
    }

    /// <summary>A model of the law: columns of the deviations 1, 2, … and means 5, 6, ….</summary>
    public static DiffusionModel Model(NormalLaw law)
    {
        int[] columns = [.. Enumerable.Range(0, law.Columns)];
        return Model(law, new Standardization([.. columns.Select(i => 5f + i)], [.. columns.Select(i => 1f + i)]));
    }

    /// <summary>A model of the law in the columns' own units.</summary>
    public static DiffusionModel Model(NormalLaw law, Standardization scaling)
    {
        var recipe = new DiffusionRecipe
        {
            Denoiser = new NormalDenoiser(law),
            Levels = new ContinuousLevels(Least, Most),
            Parametrization = new CleanParametrization(),
        };
        using var trainer = new Trainer(
            recipe, new PointSet(new float[2 * law.Columns], PointSet.DefaultNames(law.Columns)),
            new TrainingOptions { Steps = 1, Conditions = 0.5 }, scaling);
        return trainer.ToModel();
    }
}
