namespace DualScale.Diffusion;

/// <summary>Which of the levels a sampler visits. The first four are timesteps of discrete levels, the others any σ.</summary>
public enum LevelSpacing
{
    /// <summary>
    /// Timesteps from T - 1 to 0 evenly, ties rounded up: <see cref="Linspace"/> but for ties. The default of discrete levels.
    /// </summary>
    Even,

    /// <summary>As diffusers: T - 1 to 0 evenly, ties rounded to the even one.</summary>
    Linspace,

    /// <summary>As diffusers: multiples of ⌊T/n⌋ from 0 up; the last timestep is left out.</summary>
    Leading,

    /// <summary>As diffusers: from T - 1 down in strides of T/n; the first timestep may be left out.</summary>
    Trailing,

    /// <summary>ln σ evenly from the most noise to the least.</summary>
    LogUniform,

    /// <summary>
    /// σ^(1/7) evenly from the most noise to the least (Karras et al. 2022, equation 5). The default of continuous levels, but
    /// for <see cref="AngularSampler"/> and <see cref="TruncatedSampler"/>.
    /// </summary>
    Karras,

    /// <summary>
    /// Evenly over the scales of standardised data, ln(σ/√(1 + σ²/4) + 0.006) from the most noise towards none, which is one step
    /// below the last, or to the least noise where that is nearer (docs/scale-space.md). The default of
    /// <see cref="AngularSampler"/> with continuous levels.
    /// </summary>
    Scales,

    /// <summary>
    /// Evenly by how often levels were trained on, from the most noise to the least: with a measured density, where the network
    /// has most to say.
    /// </summary>
    Density,
}
