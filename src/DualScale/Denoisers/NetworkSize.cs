namespace DualScale.Denoisers;

/// <summary>The sizes that all the papers' networks share (docs/models.md, section 3).</summary>
public sealed record NetworkSize
{
    /// <summary>Numbers in the embedding of one coordinate or of the level, even, 4 to 4096. Default 128.</summary>
    [OptionRange(4, 4096, Even = true)]
    public int EmbeddingDimension { get; init; } = 128;

    /// <summary>Width of the hidden layers, 2 to 4096. Default 256.</summary>
    [OptionRange(2, 4096)]
    public int HiddenWidth { get; init; } = 256;

    /// <summary>Residual blocks in a trunk, 0 to 64. Default 3.</summary>
    [OptionRange(0, 64)]
    public int ResidualBlocks { get; init; } = 3;

    /// <summary>The factor before the embedding of a coordinate, 0.000001 to 1,000,000. Default 25.</summary>
    [OptionRange(1e-6, 1e6)]
    public float CoordinateScale { get; init; } = 25;
}
