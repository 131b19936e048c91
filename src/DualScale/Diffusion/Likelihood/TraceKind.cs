namespace DualScale.Diffusion;

/// <summary>How the divergence of the probability flow, the trace of ∂ε̂/∂x, is taken.</summary>
public enum TraceKind
{
    /// <summary>Exactly up to 16 columns, estimated above.</summary>
    Auto,

    /// <summary>Column by column: a backward pass for each.</summary>
    Exact,

    /// <summary>
    /// As the mean of vᵀ·∂ε̂/∂x·v over random signs v (Hutchinson 1990): a backward pass for each v, however many columns.
    /// </summary>
    Estimated,
}
