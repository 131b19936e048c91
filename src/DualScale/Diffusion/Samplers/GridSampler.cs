namespace DualScale.Diffusion;

/// <summary>
/// The grid paper's step (docs/models.md, section 5): x ← (x - β/√(1 - ᾱ)·ε)/√(1 - β) + √(β·α(x, t))·z, without z in the last. It
/// needs a model with a noise grid.
/// </summary>
public sealed record GridSampler : LinearSampler
{
    /// <inheritdoc/>
    public override void Require(DiffusionRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        base.Require(recipe);
        if (recipe.Grid is null)
        {
            throw new InvalidInputException(
                "The grid sampler needs a model with a noise grid and this one has none; choose another sampler.");
        }
    }

    /// <inheritdoc/>
    protected override bool ScalesByGrid => true;

    /// <inheritdoc/>
    protected internal override (double Point, double Noise, double Random) Step(NoiseLevels levels, double level, double next)
    {
        var bar = levels.AlphaBar(level);
        var beta = 1 - bar / levels.AlphaBar(next);
        var ofPoint = 1 / Math.Sqrt(1 - beta);
        return (ofPoint, -ofPoint * beta / Math.Sqrt(1 - bar), next == levels.None ? 0 : Math.Sqrt(beta));
    }
}
