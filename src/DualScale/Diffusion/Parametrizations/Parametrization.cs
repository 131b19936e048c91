namespace DualScale.Diffusion;

/// <summary>
/// What a network's output F stands for (docs/models.md, section 2): the target it is trained towards and how the clean point and
/// the noise follow from it. All are linear in the noisy point and F, with factors that depend on the level alone.
/// </summary>
public abstract record Parametrization
{
    /// <summary>
    /// The factor of the noisy point before the network: 1 at discrete levels unless the parametrisation says otherwise.
    /// </summary>
    /// <param name="levels">The levels.</param>
    /// <param name="level">One of them.</param>
    public virtual double InputScale(NoiseLevels levels, double level)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return 1 / levels.PointScale(level);
    }

    /// <summary>The target F* = Clean·x₀ + Noise·ε.</summary>
    /// <param name="levels">The levels.</param>
    /// <param name="level">One of them.</param>
    public abstract (double Clean, double Noise) Target(NoiseLevels levels, double level);

    /// <summary>The clean point x̂₀ = Point·x + Output·F.</summary>
    /// <param name="levels">The levels.</param>
    /// <param name="level">One of them.</param>
    public abstract (double Point, double Output) Clean(NoiseLevels levels, double level);

    /// <summary>The noise ε̂ = (x - a·x̂₀)/s = Point·x + Output·F.</summary>
    /// <param name="levels">The levels.</param>
    /// <param name="level">One of them.</param>
    public virtual (double Point, double Output) Noise(NoiseLevels levels, double level)
    {
        ArgumentNullException.ThrowIfNull(levels);
        var (point, output) = Clean(levels, level);
        var (a, s) = (levels.SignalScale(level), levels.NoiseScale(level));
        return ((1 - a * point) / s, -a * output / s);
    }
}
