namespace DualScale.Numerics;

/// <summary>How a parameter starts.</summary>
public enum Initialization
{
    /// <summary>Uniform in ±1/√fan_in, as every linear layer of the papers (docs/models.md, section 3).</summary>
    UniformFanIn,

    /// <summary>All ones.</summary>
    Ones,

    /// <summary>The numbers it was declared with.</summary>
    Given,

    /// <summary>All zeros: a layer that is silent at first.</summary>
    Zeros,
}
