using System.Text.Json.Nodes;
using DualScale.Diffusion;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Runs.Configuration;

/// <summary>Everything that decides what a run computes; the same configuration gives the same bits.</summary>
public sealed record RunConfiguration
{
    /// <summary>What it is trained on.</summary>
    public DataOptions Data { get; init; } = new();

    /// <summary>The network.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>The noise.</summary>
    public DiffusionOptions Diffusion { get; init; } = new();

    /// <summary>How it is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>What suits the model, with a preset over it.</summary>
    /// <param name="name">default, quick or paper.</param>
    /// <exception cref="InvalidInputException">There is no such preset; the message names those there are.</exception>
    public static RunConfiguration Preset(string name) =>
        ConfigurationTree.FromTree(Presets.Start(name, null), "the preset").Validate();

    /// <summary>
    /// What suits the default model on a table of typed columns, by its size (docs/tables.md). The data are called "table"; give
    /// <see cref="DataOptions.Source"/> a name of your own where you like.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <exception cref="InvalidInputException">There is nothing to learn in a column that is no constant, or in none.</exception>
    public static RunConfiguration ForTable(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var suiting = ConfigurationTree.FromTree(
            Presets.Start(Presets.Default, null, (table.Rows, TableEncoding.Fit(table))), "the table");
        return suiting with { Data = suiting.Data with { Source = "table" } };
    }

    /// <summary>What suits the model, with the settings of a YAML file over it, checked.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">The file cannot be read, has an unknown setting, or one is outside its
    /// range.</exception>
    public static RunConfiguration Read(string path) => Over(YamlFile.Read(path), path);

    /// <summary>Everything that the program wrote: a file without the last setting was cut off, and is refused.</summary>
    internal static RunConfiguration ReadWhole(string path)
    {
        var settings = YamlFile.Read(path);
        return settings["training"] is JsonObject training && training.ContainsKey("checkpoint-every") ? Over(settings, path)
            : throw new InvalidInputException(
                $"{path} is cut off or empty: it does not end with training.checkpoint-every; take an undamaged copy, or train into another folder.");
    }

    /// <summary>Checks every number.</summary>
    /// <exception cref="InvalidInputException">One is outside its range; the message names it.</exception>
    public RunConfiguration Validate()
    {
        if (string.IsNullOrWhiteSpace(Data.Source))
            throw new InvalidInputException("data.source is empty; give the name of a shape or the path of a CSV file.");
        if (Data.Points is < 2 or > DataOptions.MaxPoints)
            throw new InvalidInputException($"data.points is {Data.Points}; give 2 to {DataOptions.MaxPoints}.");
        if (!(Data.HeldOut is > 0 and < 1))
            throw new InvalidInputException($"data.held-out is {Data.HeldOut}; give a number between 0 and 1.");
        ToRecipe();
        Training.Validate();
        return this;
    }

    /// <summary>Network, noise levels, parametrisation and grid.</summary>
    /// <exception cref="InvalidInputException">A number is outside its range, or a grid meets continuous levels; the message
    /// names it.</exception>
    public DiffusionRecipe ToRecipe() => new DiffusionRecipe
    {
        Denoiser = Model.Network,
        Levels = Diffusion.ToLevels(),
        Parametrization = Diffusion.ToParametrization(),
        Grid = Model.ToGrid(),
        JointNormal = Diffusion.JointNormal,
    }.Validate();

    /// <summary>The recipe on a table of typed columns, by its columns; as <see cref="ToRecipe()"/> where there is none.</summary>
    internal DiffusionRecipe ToRecipe(TableEncoding? encoding) => encoding is null ? ToRecipe() : (ToRecipe() with
    {
        Conditions = Training.Conditions > 0 ? new ColumnGroups(encoding.Widths) : null,
        Discrete = Diffusion.DiscreteColumns ? encoding.Discrete : [],
        Sampler = Diffusion.Levels == LevelKind.Continuous && Diffusion.SigmaMax >= TableRules.SigmaMax(encoding)
            ? TableRules.Sampler(encoding) : null,
    }).Validate();

    private static RunConfiguration Over(JsonObject settings, string source)
    {
        var tree = Presets.Start(Presets.Default, Presets.KindOf(settings));
        ConfigurationTree.Merge(tree, settings, source);
        return FaultSource.Name(source, ConfigurationTree.FromTree(tree, source).Validate);
    }
}
