namespace DualScale.Diffusion;

/// <summary>
/// Angular steps from the middle of the way on: the data blurred by σ = 0.8 are next to a mixture of eight normals, so samples
/// start there at draws from one, which cost no call, and all calls go where the network has something to say (after the
/// truncated diffusion of Zheng et al. 2023). Models of continuous levels and up to three columns know such a mixture; their data
/// must be scaled to a variance of 1. No columns can be given.
/// </summary>
public sealed record TruncatedSampler : Sampler
{
    private const double FirstSigma = 0.8, LargestScale = 2, FinestScale = 0.0075;

    /// <inheritdoc/>
    protected override int ContinuousSteps => 8;

    /// <inheritdoc/>
    protected override IReadOnlyList<double> ContinuousPath(NoiseLevels levels, int count)
    {
        ArgumentNullException.ThrowIfNull(levels);
        if (levels.Sigma(levels.Least) >= FirstSigma)
        {
            throw new InvalidInputException(
                "sampling.sampler truncated starts at σ = 0.8, and this model's least noise is more; choose angular.");
        }

        var most = Math.Min(FirstSigma, levels.Sigma(levels.Most));
        return LevelSpacings.ByScale(levels, count, most, LargestScale, FinestScale);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">As of others; or the model knows no mixture to start from.</exception>
    public override void Require(DiffusionRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        base.Require(recipe);
        if (recipe.Start is null)
        {
            throw new InvalidInputException(
                "sampling.sampler truncated starts from a mixture of normals, which models of continuous noise levels and up to three columns keep unless an earlier version trained them; train this one again, or choose angular.");
        }
    }

    /// <inheritdoc/>
    protected internal override void Draw(SamplingTile tile)
    {
        ArgumentNullException.ThrowIfNull(tile);
        if (!tile.IsStarted)
            Start(tile);
        new AngularSampler { ClipToData = ClipToData }.Draw(tile);
    }

    private static void Start(SamplingTile tile)
    {
        var (levels, level) = (tile.Levels, tile.Path[0]);
        var (columns, size) = (tile.Columns, (float)levels.PointScale(level));
        var choices = new float[tile.X.Length];
        tile.FillNormal(0, choices);
        for (var row = 0; row < tile.Rows; row++)
        {
            var x = tile.X.Slice(row * columns, columns);
            foreach (ref var value in x)
                value /= size;
            tile.Mixture!.Draw(choices[row * columns], x, levels.SignalScale(level), levels.NoiseScale(level));
        }
    }
}
