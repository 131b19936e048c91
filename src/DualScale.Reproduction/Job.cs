using DualScale.Diffusion;
using DualScale.Runs;
using DualScale.Runs.Configuration;

namespace DualScale.Reproduction;

/// <summary>One training with its evaluation, in an ordinary run directory.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Data">The shape, or the path of a table.</param>
/// <param name="Seed">The seed of training and sampling.</param>
/// <param name="Configuration">What is trained.</param>
/// <param name="Files">Where.</param>
internal sealed record Job(string Experiment, string Data, ulong Seed, RunConfiguration Configuration, RunFiles Files)
{
    public string DataName => System.IO.Path.GetFileName(Data);

    /// <summary>How its samples are drawn, as far as an evaluation records it.</summary>
    public SamplingRequest Drawn(int samples)
    {
        var recipe = Configuration.ToRecipe();
        return new SamplingRequest
        {
            Count = samples,
            Seed = Seed,
            Sampler = SamplerCatalogue.NameOf(recipe.DefaultSampler),
            Steps = recipe.DefaultSampler.Path(recipe.Levels).Count,
        };
    }

    public override string ToString() => $"{Experiment} on {DataName}, seed {Seed}";
}
