using DualScale.Numerics;

namespace DualScale.Diffusion;

/// <summary>
/// How much noise there can be, and what a level of it means: x = a·x₀ + s·ε (docs/models.md, section 2). A level is one number:
/// a timestep t = 0 … T - 1 where levels are discrete, σ itself where they are continuous.
/// </summary>
public abstract record NoiseLevels
{
    /// <summary>Whether there are T levels 0 … T - 1; otherwise every σ between two bounds is one.</summary>
    public abstract bool IsDiscrete { get; }

    /// <summary>The level with the least noise.</summary>
    public abstract double Least { get; }

    /// <summary>The level with the most noise, at which sampling starts.</summary>
    public abstract double Most { get; }

    /// <summary>a, the share of the point that is left; 1 without noise.</summary>
    /// <param name="level">The level; -1 stands for no noise where levels are discrete, 0 where they are continuous.</param>
    public abstract double SignalScale(double level);

    /// <summary>s, the standard deviation of the noise.</summary>
    /// <param name="level">The level; -1 stands for no noise where levels are discrete, 0 where they are continuous.</param>
    public abstract double NoiseScale(double level);

    /// <summary>√(a² + s²), the standard deviation of x where that of x₀ is 1: 1 at every discrete level.</summary>
    /// <param name="level">The level.</param>
    public abstract double PointScale(double level);

    /// <summary>What the network is told of a level: a number from 0 to about 100, as the papers' timestep.</summary>
    /// <param name="level">The level.</param>
    public abstract double Condition(double level);

    /// <summary>The level of a share of all training draws: half of them have less noise than that of 0.5.</summary>
    /// <param name="share">In [0, 1).</param>
    public abstract double Quantile(double share);

    /// <summary>The level with a given σ = s/a, or the nearest there is.</summary>
    /// <param name="sigma">σ, above 0.</param>
    public abstract double OfSigma(double sigma);

    /// <summary>
    /// The level with a given σ, between whole timesteps too; the nearest bound where σ is beyond. σ grows with the level.
    /// </summary>
    internal virtual double At(double sigma)
    {
        const int Halvings = 44;
        var (low, high) = (Least, Most);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Sigma(middle) < sigma ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>The level that stands for no noise at all.</summary>
    public double None => IsDiscrete ? -1 : 0;

    /// <summary>σ = s/a, the noise beside an undiminished point; 0 without noise.</summary>
    /// <param name="level">The level.</param>
    public double Sigma(double level) => NoiseScale(level) / SignalScale(level);

    /// <summary>ᾱ = a²/(a² + s²), the share of the variance that is signal; 1 without noise.</summary>
    /// <param name="level">The level.</param>
    public virtual double AlphaBar(double level) => Math.Pow(SignalScale(level) / PointScale(level), 2);

    /// <summary>Checks that there is such a level.</summary>
    /// <param name="level">The level.</param>
    /// <exception cref="InvalidInputException">There is not.</exception>
    public abstract void Require(double level);

    /// <summary>Evenly spread levels from little noise to much, for pictures of what happens over them.</summary>
    /// <param name="most">The most levels, at least 2.</param>
    public abstract IReadOnlyList<double> Spread(int most);

    /// <summary>Draws the level of each row of a training batch.</summary>
    /// <param name="stream">Where randomness comes from; element i decides row i.</param>
    /// <param name="levels">Filled with a level a row.</param>
    public abstract void Draw(RandomStream stream, Span<double> levels);
}
