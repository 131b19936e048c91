namespace DualScale.Diffusion;

/// <summary>How β grows over the timesteps.</summary>
public enum BetaSchedule
{
    /// <summary>β evenly spaced.</summary>
    Linear,

    /// <summary>√β evenly spaced.</summary>
    Quadratic,

    /// <summary>
    /// ᾱ_t = cos²(π/2·((t + 1)/T + 0.008)/1.008) over its value at 0, and β at most 0.999 (Nichol and Dhariwal 2021, equation
    /// 17). First and last β follow from T.
    /// </summary>
    Cosine,

    /// <summary>A list of one's own.</summary>
    Own,
}
