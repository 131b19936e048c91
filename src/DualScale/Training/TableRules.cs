using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Tables;

namespace DualScale.Training;

/// <summary>What suits a table by its size, as it was measured (docs/tables.md).</summary>
public static class TableRules
{
    private const double Conditions = 0.25;
    private const double WideSigmaMax = 15;
    private const int NarrowColumns = 3;

    // A tenth of so few rows are too few to choose weights by.
    private const int FewRows = 250;
    private const int SamplingSteps = 30;

    // Up to how many rows what is right; the last line is for all larger tables.
    private static readonly (int Rows, int Width, int Frequencies, int Steps, int BatchSize, int ReferenceRows)[] Sizes =
    [
        (FewRows, 128, 3, 250, 256, 0),
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
        ArgumentNullException.ThrowIfNull(encoding);
        var size = Of(rows);
        return DiffusionRecipe.ScaleSpace with
        {
            Denoiser = new ScaleSpaceDenoiser
            {
                Width = size.Width,
                Frequencies = IsWide(encoding) ? size.Frequencies : 0,
            },
            Levels = new ContinuousLevels(sigmaMax: SigmaMax(encoding), density: new MeasuredDensity()),
            Conditions = encoding.Widths.Count > 1 ? new ColumnGroups(encoding.Widths) : null,
            Discrete = encoding.Discrete,
            JointNormal = true,
            Sampler = Sampler(encoding),
        };
    }

    /// <summary>How such a network is trained on the table, which takes held-out rows.</summary>
    /// <param name="rows">Rows of the table, at least 1.</param>
    /// <param name="encoding">How the table is encoded.</param>
    /// <exception cref="InvalidInputException">There is no row.</exception>
    public static TrainingOptions Training(int rows, TableEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        var size = Of(rows);
        return TrainingOptions.ScaleSpace with
        {
            Steps = size.Steps,
            BatchSize = size.BatchSize,
            ReferenceRows = size.ReferenceRows,
            Conditions = encoding.Widths.Count > 1 ? Conditions : 0,
            Keep = rows > FewRows ? KeptWeights.Best : KeptWeights.Last,
            Patience = rows > FewRows ? 0.25 : 0,
        };
    }

    /// <summary>
    /// The largest σ: columns that go together spread wider than each by itself, and noise has to drown them.
    /// </summary>
    /// <param name="encoding">How the table is encoded.</param>
    public static double SigmaMax(TableEncoding encoding) => IsWide(encoding) ? WideSigmaMax : DiffusionRecipe.ScaleSpaceSigmaMax;

    /// <summary>
    /// What draws rows: angular steps, the default, are exact for columns that spread by 1 in every direction, which many that go
    /// together do not. Null where the default suits.
    /// </summary>
    /// <param name="encoding">How the table is encoded.</param>
    public static Sampler? Sampler(TableEncoding encoding) =>
        IsWide(encoding) ? new DpmSolverSampler { Steps = SamplingSteps } : null;

    private static bool IsWide(TableEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        return encoding.Names.Count > NarrowColumns;
    }

    private static (int Rows, int Width, int Frequencies, int Steps, int BatchSize, int ReferenceRows) Of(int rows) =>
        rows >= 1 ? Sizes.First(size => rows <= size.Rows)
            : throw new InvalidInputException($"The table has {rows} rows; give at least one.");
}
