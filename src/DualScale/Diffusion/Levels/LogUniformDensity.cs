namespace DualScale.Diffusion;

/// <summary>ln σ uniform between the bounds.</summary>
public sealed record LogUniformDensity : LevelDensity
{
    /// <inheritdoc/>
    public override double Quantile(double share, double least, double most) => least * Math.Pow(most / least, share);
}
