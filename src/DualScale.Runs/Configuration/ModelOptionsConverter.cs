using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DualScale.Denoisers;

namespace DualScale.Runs.Configuration;

/// <summary>
/// The model's section: kind, grid, and the options of all networks side by side, so that a setting of any has its place; those
/// of other kinds than the model's own do nothing.
/// </summary>
internal sealed class ModelOptionsConverter : JsonConverter<ModelOptions>
{
    private const string KindKey = "kind";
    private const string GridKey = "grid";

    /// <summary>The options of all networks at their defaults.</summary>
    public static JsonObject AllOptions()
    {
        var all = new JsonObject();
        foreach (var (_, _, denoiser) in DenoiserCatalogue.All)
        {
            foreach (var (key, value) in DenoiserCatalogue.OptionsOf(denoiser))
                all[key] = value?.DeepClone();
        }

        return all;
    }

    /// <summary>
    /// The settings of a section that are not at their defaults although they do nothing, each with what it would take.
    /// </summary>
    public static IReadOnlyList<(string Setting, string Needs)> WithoutEffect(JsonObject section, ModelOptions options)
    {
        var own = DenoiserCatalogue.OptionsOf(options.Network);
        var idle = from option in AllOptions()
                   where !own.ContainsKey(option.Key) && !JsonNode.DeepEquals(section[option.Key], option.Value)
                   let needs = DenoiserCatalogue.All.First(
                       entry => DenoiserCatalogue.OptionsOf(entry.Denoiser).ContainsKey(option.Key)).Name
                   select ($"model.{option.Key}", $"model.kind={needs}");
        if (options.Network is DualScaleDenoiser { Weighting: not Weighting.Adaptive, AdaptiveSlope: not 0 })
            idle = idle.Append(("model.adaptive-slope", "model.weighting=adaptive"));
        if (!options.AlwaysGrid && !options.Grid.Enabled && !options.Grid.SameAs(new GridOptions()))
            idle = idle.Append(("model.grid", "model.grid.enabled=true"));
        return [.. idle];
    }

    public override ModelOptions Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var section =
            JsonSerializer.Deserialize<JsonObject>(ref reader, options) ?? throw new JsonException("There is no model.");
        var grid = ReadGrid(section, options);
        var kind = section[KindKey]?.ToString() ?? "";
        if (kind != ModelOptions.GridKind && DenoiserCatalogue.All.All(entry => entry.Name != kind))
            throw new InvalidInputException($"There is no model '{kind}'. {NameSuggestion.Hint(kind, Kinds)}");

        // Settings of the other kinds do nothing, but nonsense is nonsense.
        var networks = DenoiserCatalogue.All.ToDictionary(entry => entry.Name, entry =>
        {
            section[KindKey] = entry.Name;
            return DenoiserCatalogue.Create(section);
        });
        return new ModelOptions
        {
            Network = networks[kind == ModelOptions.GridKind ? "baseline" : kind],
            AlwaysGrid = kind == ModelOptions.GridKind,
            Grid = grid
        };
    }

    public override void Write(Utf8JsonWriter writer, ModelOptions value, JsonSerializerOptions options)
    {
        var section = AllOptions();
        foreach (var (key, option) in DenoiserCatalogue.OptionsOf(value.Network))
            section[key] = option?.DeepClone();
        section.Insert(0, KindKey, value.Kind);
        section[GridKey] = JsonSerializer.SerializeToNode(value.Grid, options);
        section.WriteTo(writer);
    }

    private static GridOptions ReadGrid(JsonObject section, JsonSerializerOptions options)
    {
        try
        {
            return section[GridKey].Deserialize<GridOptions>(options) ?? throw new JsonException("There is no grid.");
        }
        catch (JsonException exception)
        {
            throw new JsonException(exception.Message, $"$.model.{GridKey}{exception.Path?.TrimStart('$')}",
                exception.LineNumber, exception.BytePositionInLine, exception);
        }
    }

    /// <summary>The kinds of models by name.</summary>
    public static IReadOnlyList<string> Kinds => [.. DenoiserCatalogue.All.Select(entry => entry.Name), ModelOptions.GridKind];
}
