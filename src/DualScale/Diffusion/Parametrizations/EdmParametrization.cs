using System.Globalization;

namespace DualScale.Diffusion;

/// <summary>
/// EDM's preconditioning (Karras et al. 2022, table 1) of y = x/a with σ = s/a: x̂₀ = c_skip·y + c_out·F(c_in·y), c_skip =
/// σ_d²/(σ² + σ_d²), c_out = σ·σ_d/√(σ² + σ_d²), c_in = 1/√(σ² + σ_d²). The loss λ(σ)·(x̂₀ - x₀)² is (F - F*)² with F* = (x₀ -
/// c_skip·y)/c_out.
/// </summary>
public sealed record EdmParametrization : Parametrization
{
    /// <summary>Creates the parametrisation.</summary>
    /// <param name="sigmaData">σ_d, the standard deviation of the scaled data, above 0. Default 1, that of standardised
    /// columns.</param>
    /// <exception cref="InvalidInputException">It is outside its range.</exception>
    public EdmParametrization(double sigmaData = 1)
    {
        if (!(sigmaData > 0 && double.IsFinite(sigmaData)))
        {
            throw new InvalidInputException(
                string.Create(CultureInfo.InvariantCulture, $"diffusion.sigma-data is {sigmaData}; give a number above 0."));
        }

        SigmaData = sigmaData;
    }

    /// <summary>σ_d.</summary>
    public double SigmaData { get; }

    /// <inheritdoc/>
    public override double InputScale(NoiseLevels levels, double level)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return 1 / (levels.SignalScale(level) * Root(levels.Sigma(level)));
    }

    /// <inheritdoc/>
    public override (double Clean, double Noise) Target(NoiseLevels levels, double level)
    {
        ArgumentNullException.ThrowIfNull(levels);
        var sigma = levels.Sigma(level);
        return (sigma / (SigmaData * Root(sigma)), -SigmaData / Root(sigma));
    }

    /// <inheritdoc/>
    public override (double Point, double Output) Clean(NoiseLevels levels, double level)
    {
        ArgumentNullException.ThrowIfNull(levels);
        var sigma = levels.Sigma(level);
        return (SigmaData * SigmaData / (Root(sigma) * Root(sigma) * levels.SignalScale(level)), sigma * SigmaData / Root(sigma));
    }

    private double Root(double sigma) => Math.Sqrt(sigma * sigma + SigmaData * SigmaData);
}
