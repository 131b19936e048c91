namespace DualScale.Numerics;

/// <summary>Parameters whose gradients are clipped together.</summary>
public enum ParameterGroup
{
    /// <summary>Weights and biases of the networks.</summary>
    Network,

    /// <summary>The learnable noise grids, clipped apart from the network.</summary>
    Grid,

    /// <summary>Numbers that are kept with the parameters but never change.</summary>
    Constant,
}
