namespace DualScale.Diffusion;

/// <summary>The reverse step of a model with a noise grid.</summary>
public enum GridStep
{
    /// <summary>The paper's, whose fresh noise is scaled by the grid: variance β·α(x, t).</summary>
    Paper,

    /// <summary>The published code's: DDPM's, which leaves the grid out.</summary>
    Ddpm,
}
