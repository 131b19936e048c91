namespace DualScale.Runs.Configuration;

/// <summary>What a network's output stands for.</summary>
public enum ParametrizationKind
{
    /// <summary>The noise ε.</summary>
    Epsilon,

    /// <summary>The clean point x₀.</summary>
    X0,

    /// <summary>The velocity v = a·ε - s·x₀.</summary>
    V,

    /// <summary>EDM's preconditioned output.</summary>
    Edm,
}
