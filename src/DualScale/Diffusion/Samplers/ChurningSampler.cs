namespace DualScale.Diffusion;

/// <summary>
/// EDM's stochastic sampler (Karras et al. 2022, algorithm 2): at each level between <see cref="ChurnFrom"/> and
/// <see cref="ChurnTo"/>, of N in all, fresh noise raises σ to (1 + γ)·σ, γ = min(churn/N, √2 - 1), and Heun's step goes down
/// from there. Two network calls a step, one in the last, which goes to x̂₀. No level is raised above the most noise of the
/// model.
/// </summary>
public sealed record ChurningSampler : Sampler
{
    /// <summary>The churn, summed over all steps, 0 to 1000: none makes it <see cref="HeunSampler"/>. Default 10.</summary>
    [OptionRange(0, 1000)]
    public double Churn { get; init; } = 10;

    /// <summary>
    /// Standard deviation of the fresh noise, 0.5 to 1.5; slightly above 1 makes up for a network that takes too much of it away.
    /// Default 1.
    /// </summary>
    [OptionRange(0.5, 1.5)]
    public double ChurnNoise { get; init; } = 1;

    /// <summary>The least σ at which noise is added, 0 to 1,000,000. Default 0.</summary>
    [OptionRange(0, 1e6)]
    public double ChurnFrom { get; init; }

    /// <summary>The largest σ at which noise is added, at least <see cref="ChurnFrom"/>, to 1,000,000, the default.</summary>
    [OptionRange(0, 1e6)]
    public double ChurnTo { get; init; } = 1e6;

    /// <inheritdoc/>
    public override void Require(DiffusionRecipe recipe)
    {
        base.Require(recipe);
        if (ChurnFrom > ChurnTo)
        {
            throw new InvalidInputException(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"sampling.churn-from is {ChurnFrom} and churn-to {ChurnTo}; give a largest σ that is not below the least."));
        }
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<double> Queries(NoiseLevels levels, IReadOnlyList<double> path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return [Raised(levels, path, 0), .. path.Skip(1).SelectMany((level, i) => new[] { level, Raised(levels, path, i + 1) })];
    }

    /// <inheritdoc/>
    protected internal override void Draw(SamplingTile tile)
    {
        ArgumentNullException.ThrowIfNull(tile);
        var (path, step, last) = (tile.Path, new HeunStep(tile), tile.Path.Count - 1);
        var fresh = new float[tile.X.Length];
        for (var i = 0; i <= last; i++)
        {
            var raised = Raised(tile.Levels, path, i);
            Raise(tile, path[i], raised, i, fresh);
            if (i < last)
                step.Take(2 * i, raised, 2 * i + 1, path[i + 1]);
        }

        tile.Denoise(2 * last).CopyTo(tile.X);
    }

    private double Raised(NoiseLevels levels, IReadOnlyList<double> path, int i)
    {
        ArgumentNullException.ThrowIfNull(levels);
        var sigma = levels.Sigma(path[i]);
        return sigma >= ChurnFrom && sigma <= ChurnTo
            ? levels.OfSigma(sigma * (1 + Math.Min(Churn / path.Count, Math.Sqrt(2) - 1))) : path[i];
    }

    private void Raise(SamplingTile tile, double level, double raised, int step, float[] fresh)
    {
        var levels = tile.Levels;
        var ratio = levels.SignalScale(raised) / levels.SignalScale(level);
        var added = ChurnNoise * levels.SignalScale(raised) *
            Math.Sqrt(Math.Pow(levels.Sigma(raised), 2) - Math.Pow(levels.Sigma(level), 2));
        if (!(added > 0))
            return;
        tile.FillNormal(step, fresh);
        for (var at = 0; at < fresh.Length; at++)
            tile.X[at] = (float)(ratio * tile.X[at] + added * fresh[at]);
    }
}
