namespace DualScale.Diffusion;

/// <summary>How a noise grid is read between its values.</summary>
public enum GridInterpolation
{
    /// <summary>Multilinear between the lattice points around x: the paper's.</summary>
    Linear,

    /// <summary>The cell x lies in: the published code's.</summary>
    Nearest,
}
