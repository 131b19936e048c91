using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DualScale.Denoisers;

namespace DualScale.Runs.Configuration;

/// <summary>
/// A configuration as a tree of keys, in which presets, files and single settings are laid over the defaults. A key that the
/// defaults do not have is refused with the nearest one that they have.
/// </summary>
public static class ConfigurationTree
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        WriteIndented = false,
    };

    /// <summary>The tree of a configuration.</summary>
    /// <param name="configuration">The configuration; every setting of it is in the tree.</param>
    public static JsonObject ToTree(RunConfiguration configuration) =>
        JsonSerializer.SerializeToNode(configuration, Json)!.AsObject();

    /// <summary>The configuration of a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="InvalidInputException">A value is of the wrong kind.</exception>
    public static RunConfiguration FromTree(JsonObject tree, string source)
    {
        try
        {
            return tree.Deserialize<RunConfiguration>(Json)!;
        }
        catch (JsonException exception)
        {
            var path = exception.Path?.TrimStart('$', '.').Split('[')[0] ?? "?";
            var (value, choices) = (Find(tree, path), Choices(path));
            var hint = choices.Count == 0
                ? "Give a value of the same kind as the default."
                : NameSuggestion.Hint(value?.ToString() ?? "", choices);
            throw new InvalidInputException($"{source}: {path} cannot be {value?.ToJsonString() ?? "empty"}. {hint}", exception);
        }
    }

    /// <summary>Lays one tree over another.</summary>
    /// <param name="target">The tree below, changed in place.</param>
    /// <param name="overlay">The tree above.</param>
    /// <param name="source">What messages call it.</param>
    /// <param name="prefix">The path of keys so far.</param>
    /// <exception cref="InvalidInputException">The overlay has a key that the target has not.</exception>
    public static void Merge(JsonObject target, JsonObject overlay, string source, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(overlay);
        foreach (var (key, value) in overlay)
        {
            if (!target.ContainsKey(key))
            {
                throw new InvalidInputException(
                    $"{source}: there is no setting '{prefix}{key}'. {Hint(target, key, prefix)}");
            }

            if (target[key] is JsonObject below)
            {
                if (value is not JsonObject above)
                    throw new InvalidInputException($"{source}: '{prefix}{key}' holds settings of its own; write them below it.");
                Merge(below, above, source, $"{prefix}{key}.");
            }
            else if (value is JsonObject)
                throw new InvalidInputException($"{source}: '{prefix}{key}' is a single value; write nothing below it.");
            else if (target[key] is JsonArray && value is not JsonArray)
                target[key] = value is null ? [] : new JsonArray(value.DeepClone());
            else
                target[key] = value?.DeepClone();
        }
    }

    /// <summary>Sets one value by its path, such as <c>training.steps=2000</c>.</summary>
    /// <param name="target">The tree, changed in place.</param>
    /// <param name="setting">The path of keys, an equals sign and the value.</param>
    /// <param name="source">What messages call it; the setting itself where null.</param>
    /// <exception cref="InvalidInputException">The setting is malformed or unknown.</exception>
    public static void Set(JsonObject target, string setting, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            throw new InvalidInputException($"'{setting}' is no setting; write path=value, such as training.steps=2000.");
        var (path, text) = (setting[..equals].Trim(), setting[(equals + 1)..].Trim());
        JsonNode? value = Find(target, path) is JsonArray
            ? new JsonArray([.. WithoutBrackets(text).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(Scalar)])
            : Scalar(text);
        foreach (var key in path.Split('.').Reverse())
            value = new JsonObject { [key] = value };
        Merge(target, value!.AsObject(), source ?? setting);
    }

    /// <summary>The path of the first setting in which two configurations differ; null where they are the same.</summary>
    /// <param name="a">One configuration.</param>
    /// <param name="b">The other.</param>
    public static string? Difference(RunConfiguration a, RunConfiguration b)
    {
        return Compare(ToTree(a), ToTree(b), "");

        static string? Compare(JsonObject a, JsonObject b, string prefix) => a.Select(pair =>
            pair.Value is JsonObject child ? Compare(child, b[pair.Key]!.AsObject(), $"{prefix}{pair.Key}.")
            : JsonNode.DeepEquals(pair.Value, b[pair.Key]) ? null
            : $"{prefix}{pair.Key}").FirstOrDefault(path => path is not null);
    }

    /// <summary>A plain text value as number, truth value or text.</summary>
    /// <param name="text">The value as written in a setting.</param>
    public static JsonNode Scalar(string text) =>
        bool.TryParse(text, out var truth) ? JsonValue.Create(truth)
        : long.TryParse(
            text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var large) ? JsonValue.Create(large)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) &&
            double.IsFinite(number) ? JsonValue.Create(number)
        : JsonValue.Create(text);

    /// <summary>The paths of all settings.</summary>
    internal static IEnumerable<string> Paths()
    {
        return Below(ToTree(new RunConfiguration()), "");

        static IEnumerable<string> Below(JsonObject tree, string prefix) =>
            tree.SelectMany(pair => pair.Value is JsonObject child ? Below(child, $"{prefix}{pair.Key}.") : [prefix + pair.Key]);
    }

    /// <summary>
    /// The names a setting takes, or true and false; none for a number or a text, or where there is no such setting.
    /// </summary>
    internal static IReadOnlyList<string> Choices(string path)
    {
        if (path == "model.kind")
            return ModelOptionsConverter.Kinds;
        var type = typeof(RunConfiguration);
        foreach (var key in path.Split('.'))
            type = Properties(type).FirstOrDefault(property => Options.NameOf(property) == key)?.PropertyType;
        return type == typeof(bool) ? ["true", "false"] : type is { IsEnum: true } ? [.. type.GetEnumNames()
            .Select(JsonNamingPolicy.KebabCaseLower.ConvertName)] : [];

        // The options of all networks stand in the model's section.
        static IEnumerable<PropertyInfo> Properties(Type? type) => type == typeof(ModelOptions)
            ? DenoiserCatalogue.All.Select(entry => entry.Denoiser.GetType()).Prepend(type)
                .SelectMany(section => section.GetProperties())
            : type?.GetProperties() ?? [];
    }

    // The settings beside a wrong one; at the top also one of its name further down.
    private static string Hint(JsonObject target, string key, string prefix)
    {
        var below = target.FirstOrDefault(
            pair => prefix.Length == 0 && pair.Value is JsonObject child && child.ContainsKey(key)).Key;
        return below is not null ? $"Did you mean '{below}.{key}'?" : NameSuggestion.Hint(
            prefix + key, [.. target.Select(pair => prefix + pair.Key)]);
    }

    private static string WithoutBrackets(string list) => list is ['[', .., ']'] ? list[1..^1] : list;

    private static JsonNode? Find(JsonObject tree, string path) =>
        path.Split('.').Aggregate((JsonNode?)tree, (node, key) => (node as JsonObject)?[key]);
}
