namespace DualScale.Runs.Configuration;

/// <summary>The networks there are.</summary>
public enum ModelKind
{
    /// <summary>One trunk: the papers' baseline.</summary>
    Baseline,

    /// <summary>A global and a local branch weighted by the timestep.</summary>
    DualScale,

    /// <summary>Experts and a gate.</summary>
    DualExpert,

    /// <summary>The baseline with a noise grid.</summary>
    Grid,
}
