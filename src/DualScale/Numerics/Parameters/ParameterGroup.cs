namespace DualScale.Numerics;

/// <summary>Parameters whose gradients are clipped together.</summary>
public enum ParameterGroup
{
    /// <summary>Weights and biases of the networks.</summary>
    Network,

    /// <summary>Learned beside the networks and clipped apart from them.</summary>
    Separate,

    /// <summary>Numbers that are kept with the parameters but never change.</summary>
    Constant,
}
