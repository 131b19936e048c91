namespace DualScale.Denoisers;

/// <summary>The sizes that all the papers' networks share (docs/models.md, section 3).</summary>
public sealed record NetworkSize
{
    /// <summary>Numbers in the embedding of one coordinate or of the timestep, even, at least 4. Default 128.</summary>
    public int EmbeddingDimension { get; init; } = 128;

    /// <summary>Width of the hidden layers, at least 2. Default 256.</summary>
    public int HiddenWidth { get; init; } = 256;

    /// <summary>Residual blocks in a trunk, at least 0. Default 3.</summary>
    public int ResidualBlocks { get; init; } = 3;

    /// <summary>The factor before the embedding of a coordinate. Default 25.</summary>
    public float CoordinateScale { get; init; } = 25;
}
