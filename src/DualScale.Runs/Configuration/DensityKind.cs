namespace DualScale.Runs.Configuration;

/// <summary>How often each σ of continuous levels is trained on.</summary>
public enum DensityKind
{
    /// <summary>ln σ uniform.</summary>
    LogUniform,

    /// <summary>ln σ normal.</summary>
    LogNormal,

    /// <summary>Measured during training: more where the network and its average differ.</summary>
    Measured,
}
