using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>The exact denoiser of a mixed law as its table is encoded.</summary>
internal sealed record MixedDenoiser(TableEncoding Encoding) : IDenoiser
{
    public Node Predict(Graph graph, DenoiserInput input)
    {
        var mask = input.Extras.Count > 0 ? input.Extras[0] : 0 * input.X;
        var level = graph.Column(0 * input.X + input.Level, 0);
        var exact = graph.Append(new MixedPosterior(Encoding), input.X, mask, level);
        return exact + 0 * graph.Linear("unused", input.X.Width, [input.X, .. input.Extras]);
    }

    public static TableModel Model(double conditions = 0.5)
    {
        var encoding = TableEncoding.Fit(MixedLaw.Table());
        var recipe = new DiffusionRecipe
        {
            Denoiser = new MixedDenoiser(encoding),
            Levels = new ContinuousLevels(NormalDenoiser.Least, NormalDenoiser.Most),
            Parametrization = new CleanParametrization(),
            Conditions = conditions > 0 ? new ColumnGroups(encoding.Widths) : null,
        };
        using var trainer = new Trainer(
            recipe, encoding.Encode(MixedLaw.Table()), new TrainingOptions { Steps = 1, Conditions = conditions },
            Standardization.Identity(encoding.Names.Count));
        return new TableModel(trainer.ToModel(), encoding);
    }
}
