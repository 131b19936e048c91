namespace DualScale.Diffusion;

/// <summary>How often each σ between two bounds is trained on.</summary>
public abstract record LevelDensity
{
    /// <summary>The σ below which a share of the draws lies.</summary>
    /// <param name="share">In [0, 1].</param>
    /// <param name="least">The smallest σ, above 0.</param>
    /// <param name="most">The largest σ.</param>
    public abstract double Quantile(double share, double least, double most);
}
