using System.Text.Json.Nodes;

namespace DualScale.Cli.Configuration;

/// <summary>Named sets of settings, laid over the defaults.</summary>
internal static class Presets
{
    public const string Default = "default";

    public static IReadOnlyList<(string Name, string Description, JsonObject Settings)> All { get; } =
    [
        (Default, "10,000 steps, noise that ends in pure noise (beta-end 0.2)", []),
        ("quick", "3,000 steps: a first look in under a minute", new JsonObject { ["training"] = new JsonObject { ["steps"] = 3000 } }),
        ("paper", "the papers' setting: 10,000 steps, beta-end 0.02", new JsonObject { ["diffusion"] = new JsonObject { ["beta-end"] = 0.02 } }),
    ];

    public static JsonObject Find(string name) =>
        All.FirstOrDefault(preset => preset.Name == name).Settings
        ?? throw new InvalidInputException($"There is no preset '{name}'. {NameSuggestion.Hint(name, [.. All.Select(preset => preset.Name)])}");
}
