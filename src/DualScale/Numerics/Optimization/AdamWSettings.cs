namespace DualScale.Numerics;

/// <summary>The constants of AdamW (Loshchilov and Hutter 2019) with the papers' values (docs/models.md, section 3).</summary>
public sealed record AdamWSettings
{
    /// <summary>Decay of the mean of the gradients, in [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of their squares, in [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment, in (0, 1). Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay, in [0, 1). Default 0.01.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>
    /// The largest norm of all gradients of a group together; larger ones are scaled down; above 0. Default 0.5.
    /// </summary>
    public double ClipNorm { get; init; } = 0.5;
}
