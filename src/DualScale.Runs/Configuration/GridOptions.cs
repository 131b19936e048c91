using DualScale.Diffusion;

namespace DualScale.Runs.Configuration;

/// <summary>The noise grid of a model. The defaults are the paper's (docs/models.md, section 5).</summary>
public sealed record GridOptions
{
    /// <summary>Whether the model has one. Default false; a model of kind grid always has.</summary>
    public bool Enabled { get; init; }

    /// <summary>Points along each column, coarse to fine: 1 to 4 grids of 2 to 64. Default 5, 20.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = [5, 20];

    /// <summary>How it is read between its values. Default linear.</summary>
    public GridInterpolation Interpolation { get; init; } = GridInterpolation.Linear;

    /// <summary>
    /// Low and high of every column, in the units the network sees; none, the default, takes the data's bounding box.
    /// </summary>
    public IReadOnlyList<double> Extent { get; init; } = [];

    /// <summary>Whether the size of the noise factor is held. Default none.</summary>
    public GridNormalization Normalization { get; init; } = GridNormalization.None;

    /// <summary>λ of the L1 term on the finest grid, at least 0; 0 leaves it out. Default 0.001.</summary>
    public double L1Weight { get; init; } = 0.001;

    /// <summary>The reverse step that samples are drawn with. Default the paper's.</summary>
    public GridStep Step { get; init; } = GridStep.Paper;

    /// <summary>
    /// Whether a trained model has the moving average of the grids, or the grids of the last step, as the published code has.
    /// Default true.
    /// </summary>
    public bool Averaged { get; init; } = true;

    internal bool SameAs(GridOptions other) =>
        Sizes.SequenceEqual(other.Sizes) && Extent.SequenceEqual(other.Extent) &&
            this with { Sizes = other.Sizes, Extent = other.Extent } == other;
}
