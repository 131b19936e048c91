using System.Text.Json.Nodes;
using DualScale.Diffusion;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Runs.Configuration;

/// <summary>Named sets of settings, laid over those that suit the model.</summary>
internal static class Presets
{
    public const string Default = "default";

    private const string DefaultKind = "scale-space";

    public static IReadOnlyList<(string Name, string Description, JsonObject Settings)> All { get; } =
    [
        (Default,
            "what suits the model: of scale-space 5,000 steps on continuous noise levels, of a table what suits its size; of the papers' 10,000 on timesteps",
            []),
        ("quick", "a papers' model, dual-scale unless another is named, in 4,000 steps: a first look, blurred but quick",
            Tree(("model", "kind", "dual-scale"), ("training", "steps", 4000), ("training", "learning-rate", 2e-3))),
        ("paper", "a papers' model in the papers' setting: 10,000 steps, a linear schedule up to 0.02",
            Tree(("model", "kind", "dual-scale"), ("diffusion", "schedule", "linear"), ("diffusion", "beta-end", 0.02))),
    ];

    private static RunConfiguration ScaleSpace { get; } = new()
    {
        Model = new ModelOptions { Network = DiffusionRecipe.ScaleSpace.Denoiser },
        Diffusion = new DiffusionOptions
        {
            Levels = LevelKind.Continuous,
            SigmaMax = DiffusionRecipe.ScaleSpaceSigmaMax,
            Density = DensityKind.Measured,
            Parametrization = ParametrizationKind.Edm,
        },
        Training = TrainingOptions.ScaleSpace,
    };

    /// <summary>The settings of a preset alone.</summary>
    /// <exception cref="InvalidInputException">There is no such preset; the message names those there are.</exception>
    public static JsonObject Find(string name) =>
        All.FirstOrDefault(preset => preset.Name == name).Settings
        ?? throw new InvalidInputException(
            $"There is no preset '{name}'. {NameSuggestion.Hint(name, [.. All.Select(preset => preset.Name)])}");

    /// <summary>Every setting, as a preset and the kind of model have it.</summary>
    /// <param name="name">The preset.</param>
    /// <param name="kind">The kind of model; the preset's, or scale-space, where null.</param>
    /// <param name="table">Rows and encoding of the table of typed columns that it is for; null for other data.</param>
    /// <exception cref="InvalidInputException">There is no such preset; the message names those there are.</exception>
    public static JsonObject Start(string name, string? kind, (int Rows, TableEncoding Encoding)? table = null)
    {
        var settings = Find(name);
        var chosen = kind ?? KindOf(settings) ?? DefaultKind;
        var tree = ConfigurationTree.ToTree(chosen == DefaultKind ? For(table) : new RunConfiguration());
        ConfigurationTree.Merge(tree, settings, "the preset");
        tree["model"]!["kind"] = chosen;
        return tree;
    }

    private static RunConfiguration For((int Rows, TableEncoding Encoding)? table) => table is not var (rows, encoding)
        ? ScaleSpace
        : ScaleSpace with
        {
            Model = new ModelOptions { Network = TableRules.Recipe(rows, encoding).Denoiser },
            Diffusion = ScaleSpace.Diffusion with
            {
                DiscreteColumns = true,
                JointNormal = true,
                SigmaMax = TableRules.SigmaMax(encoding),
            },
            Training = TableRules.Training(rows, encoding),
        };

    /// <summary>The kind of model that settings name; null where they name none.</summary>
    public static string? KindOf(JsonObject settings) => (settings["model"] as JsonObject)?["kind"]?.ToString();

    private static JsonObject Tree(params ReadOnlySpan<(string Section, string Key, JsonNode Value)> settings)
    {
        var tree = new JsonObject();
        foreach (var (section, key, value) in settings)
            (tree[section] ??= new JsonObject())[key] = value;
        return tree;
    }
}
