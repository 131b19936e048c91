using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Tables;

namespace DualScale.Training;

/// <summary>What suits a table by its size, as it was measured (docs/tables.md).</summary>
public static class TableRules
{
    private const double Conditions = 0.25;

    /// <summary>What draws rows of tables: columns that go together spread wider than those that angular steps are exact
    /// for.</summary>
    public static Sampler Sampler { get; } = new DpmSolverSampler();

    // Up to how many rows what is right; the last line is for all larger tables.
    private static readonly (int Rows, int Width, int Frequencies, int Steps, int BatchSize, int ReferenceRows)[] Sizes =
    [
        (250, 128, 3, 800, 256, 0),
        (1_000, 128, 3, 8_000, 256, 0),
        (5_000, 192, 0, 6_000, 512, 0),
        (int.MaxValue, 320, 0, 6_000, 1_024, 1_024),
    ];

    /// <summary>The scale-space network on continuous noise levels, in a size that suits the table.</summary>
    /// <param name="rows">Rows of the table, at least 1.</param>
    /// <param name="encoding">How the table is encoded.</param>
    /// <exception cref="InvalidInputException">There is no row.</exception>
    public static DiffusionRecipe Recipe(int rows, TableEncoding encoding)
    {
        var size = Of(rows, encoding);
        return DiffusionRecipe.ScaleSpace with
        {
            Denoiser = new ScaleSpaceDenoiser { Width = size.Width, Frequencies = size.Frequencies },
            Conditions = encoding.Widths.Count > 1 ? new ColumnGroups(encoding.Widths) : null,
            Discrete = encoding.Discrete,
            Sampler = Sampler,
        };
    }

    /// <summary>How such a network is trained on the table, which takes held-out rows.</summary>
    /// <param name="rows">Rows of the table, at least 1.</param>
    /// <param name="encoding">How the table is encoded.</param>
    /// <exception cref="InvalidInputException">There is no row.</exception>
    public static TrainingOptions Training(int rows, TableEncoding encoding)
    {
        var size = Of(rows, encoding);
        return TrainingOptions.ScaleSpace with
        {
            Steps = size.Steps,
            BatchSize = size.BatchSize,
            ReferenceRows = size.ReferenceRows,
            Conditions = encoding.Widths.Count > 1 ? Conditions : 0,
            Keep = KeptWeights.Best,
            Patience = 0.25,
        };
    }

    private static (int Rows, int Width, int Frequencies, int Steps, int BatchSize, int ReferenceRows) Of(
        int rows, TableEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        return rows >= 1 ? Sizes.First(size => rows <= size.Rows)
            : throw new InvalidInputException($"The table has {rows} rows; give at least one.");
    }
}
