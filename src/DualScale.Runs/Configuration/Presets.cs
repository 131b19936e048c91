using System.Text.Json.Nodes;

namespace DualScale.Runs.Configuration;

/// <summary>Named sets of settings, laid over the defaults.</summary>
internal static class Presets
{
    public const string Default = "default";

    public static IReadOnlyList<(string Name, string Description, JsonObject Settings)> All { get; } =
    [
        (Default, "10,000 steps, a quadratic schedule that ends in pure noise", []),
        ("quick", "4,000 steps at a higher learning rate: a first look, blurred but quick", Section(
            "training", ("steps", 4000), ("learning-rate", 2e-3))),
        ("paper", "the papers' setting: 10,000 steps, a linear schedule up to 0.02", Section(
            "diffusion", ("schedule", "linear"), ("beta-end", 0.02))),
    ];

    public static JsonObject Find(string name) =>
        All.FirstOrDefault(preset => preset.Name == name).Settings
        ?? throw new InvalidInputException(
            $"There is no preset '{name}'. {NameSuggestion.Hint(name, [.. All.Select(preset => preset.Name)])}");

    private static JsonObject Section(string name, params (string Key, JsonNode Value)[] settings) =>
        new() { [name] = new JsonObject(settings.Select(setting => KeyValuePair.Create(setting.Key, (JsonNode?)setting.Value))) };
}
