using DualScale.Diffusion;
using DualScale.Tables;

namespace DualScale.Training;

/// <summary>What a training is made of, checked to fit together; points are scaled.</summary>
internal sealed class TrainingInput
{
    private readonly Lazy<string> _fingerprint;
    private readonly Lazy<NormalMixture?> _start;

    /// <inheritdoc cref="Trainer(DiffusionRecipe, PointSet, TrainingOptions, Standardization, PointSet)"/>
    public TrainingInput(
        DiffusionRecipe recipe, PointSet data, TrainingOptions? options, Standardization? scaling, PointSet? heldOut)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Count < 2)
            throw new InvalidInputException($"The data has {data.Count} rows; training needs at least 2.");
        if (data.Columns > TableEncoding.MaxWidth)
            throw new InvalidInputException($"The data has {data.Columns} columns; give at most {TableEncoding.MaxWidth}.");
        Options = (options ?? new TrainingOptions()).Validate();
        Recipe = (recipe with { Conditions = Groups(recipe, data.Columns) }).Validate();
        if (Recipe.Discrete.Any(discrete => discrete.First + discrete.Width > data.Columns))
            throw new InvalidInputException($"Discrete columns lie beyond the {data.Columns} columns of the data; give those it has.");
        if (Options.ReferenceRows > 0 && Recipe.Grid is not null)
        {
            throw new InvalidInputException(
                "training.reference-rows averages targets of points with equal noise, and a noise grid makes it unequal; leave one out.");
        }

        if (heldOut is { Count: 0 } or null && HeldOutDecides)
            throw new InvalidInputException("training.keep and training.patience need held-out rows; give some, or keep the last weights.");
        if (heldOut is not null && heldOut.Columns != data.Columns)
            throw new InvalidInputException($"The held-out rows have {heldOut.Columns} columns and the data {data.Columns}; give as many.");
        RequireFinite(data, "data");
        if (heldOut is not null)
            RequireFinite(heldOut, "held-out rows");
        Scaling = scaling ?? Standardization.Identity(data.Columns);
        Points = Scaling.Apply(data);
        var columns = JointNormalNodes.ColumnsOf(Recipe, data.Columns);
        Recipe = Recipe with
        {
            Start = null,
            JointNormalDividedBy = columns is null ? null : NormalGroups.Choose(Points, columns, Recipe.Discrete),
        };
        Range = data.Range();
        _start = new Lazy<NormalMixture?>(() => Recipe.Levels.IsDiscrete || Points.Columns > NormalMixture.MostColumns
            ? null : NormalMixture.Fit(Points));
        Recipe.Sampler?.Require(Recipe with { Start = Start });
        HeldOut = heldOut is { Count: > 0 } ? Scaling.Apply(heldOut) : null;
        _fingerprint = new Lazy<string>(
            () => TrainingFingerprint.Of(Recipe, Options, HeldOutDecides ? [Points, HeldOut!] : [Points]));
    }

    public DiffusionRecipe Recipe { get; }

    public TrainingOptions Options { get; }

    public Standardization Scaling { get; }

    public PointSet Points { get; }

    /// <summary>Rows to watch the loss on; null where there are none.</summary>
    public PointSet? HeldOut { get; }

    /// <summary>Whether held-out rows decide which weights are kept or when the training ends.</summary>
    public bool HeldOutDecides => Options.Keep == KeptWeights.Best || Options.Patience > 0;

    /// <summary>Least and largest value of each column, in its own units.</summary>
    public (float Low, float High)[] Range { get; }

    /// <summary>A mixture of normals near to the points; null of discrete levels and of more columns than one is fitted
    /// to.</summary>
    public NormalMixture? Start => _start.Value;

    /// <summary>Rows in a batch.</summary>
    public int BatchRows => Math.Min(Options.BatchSize, Points.Count);

    /// <summary>What decides every step, in short: network, settings, schedule, grid, scaling and data.</summary>
    public string Fingerprint => _fingerprint.Value;

    private static void RequireFinite(PointSet points, string name)
    {
        if (points.IndexOfNotFinite() is >= 0 and var row)
        {
            throw new InvalidInputException(
                FormattableString.Invariant($"Row {row + 1} of the {name} has a number that is not finite; leave the row out, or fill it."));
        }
    }

    // Without rows to learn conditions from, a model takes none.
    private ColumnGroups? Groups(DiffusionRecipe recipe, int columns)
    {
        if (Options.Conditions == 0)
            return null;
        var groups = recipe.Conditions ?? ColumnGroups.Each(columns);
        return groups.Columns == columns ? groups : throw new InvalidInputException(
            $"The groups of columns given together have {groups.Columns} and the data {columns}; give each column a place in one.");
    }
}
