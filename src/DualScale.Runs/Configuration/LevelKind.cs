namespace DualScale.Runs.Configuration;

/// <summary>The kinds of noise levels.</summary>
public enum LevelKind
{
    /// <summary>T timesteps with a β each.</summary>
    Discrete,

    /// <summary>Any σ between two bounds.</summary>
    Continuous,
}
