namespace DualScale.Diffusion;

/// <summary>How β grows over the timesteps.</summary>
public enum BetaSchedule
{
    /// <summary>β evenly spaced.</summary>
    Linear,

    /// <summary>√β evenly spaced.</summary>
    Quadratic,
}
