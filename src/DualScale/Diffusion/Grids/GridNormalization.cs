namespace DualScale.Diffusion;

/// <summary>Whether the size of the noise factor is held.</summary>
public enum GridNormalization
{
    /// <summary>It is free, as in the paper; a larger one makes the noise easier to predict.</summary>
    None,

    /// <summary>
    /// Its geometric mean over the data is 1 at every timestep. Grids are then interpolated in their logarithms, in which the
    /// mean is exact.
    /// </summary>
    GeometricMean,
}
