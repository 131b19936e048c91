using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace DualScale.Denoisers;

/// <summary>The networks by name. One more is a file of its own and a line here.</summary>
public static class DenoiserCatalogue
{
    private const string KindKey = "kind";
    private const string TypeKey = "type";
    private const string OwnKind = "own";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Name, description, and the network with its default options.</summary>
    public static IReadOnlyList<(string Name, string Description, IDenoiser Denoiser)> All { get; } =
    [
        ("scale-space", "all scales, weighed by the noise level in closed form, and blocks that the level modulates",
            new ScaleSpaceDenoiser()),
        ("baseline", "one trunk on the embedded coordinates and the level", new BaselineDenoiser()),
        ("dual-scale", "a global and a local branch, weighted by the level (--weighting fixed|adaptive|improved)",
            new DualScaleDenoiser()),
        ("dual-expert",
            "two or more experts and a gate (--set model.enhanced-gate=true, model.increased-capacity, model.experts)",
            new DualExpertDenoiser()),
    ];

    /// <summary>The network of a name, with its default options.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidInputException">There is no such network; the message names the nearest.</exception>
    public static IDenoiser Find(string name) => All.FirstOrDefault(entry => entry.Name == name).Denoiser
        ?? throw new InvalidInputException(
            $"There is no model '{name}'. {NameSuggestion.Hint(name, [.. All.Select(entry => entry.Name)])}");

    /// <summary>The name of a network; null where it is none of the catalogue.</summary>
    /// <param name="denoiser">The network.</param>
    public static string? NameOf(IDenoiser denoiser)
    {
        ArgumentNullException.ThrowIfNull(denoiser);
        return All.FirstOrDefault(entry => entry.Denoiser.GetType() == denoiser.GetType()).Name;
    }

    /// <summary>A network as JSON: its kind and options, or the type of one of one's own.</summary>
    /// <param name="denoiser">The network.</param>
    public static JsonObject Describe(IDenoiser denoiser)
    {
        ArgumentNullException.ThrowIfNull(denoiser);
        if (NameOf(denoiser) is not { } name)
            return new JsonObject { [KindKey] = OwnKind, [TypeKey] = denoiser.GetType().FullName };
        var description = OptionsOf(denoiser);
        description.Insert(0, KindKey, name);
        return description;
    }

    /// <summary>The network that JSON describes.</summary>
    /// <param name="description">Its kind and options; those it has not keep their defaults, others are passed over.</param>
    /// <exception cref="InvalidInputException">The kind is unknown or one's own, or an option is of the wrong kind or outside its
    /// range.</exception>
    public static IDenoiser Create(JsonObject description)
    {
        ArgumentNullException.ThrowIfNull(description);
        var kind = description[KindKey]?.GetValueKind() == JsonValueKind.String ? description[KindKey]!.GetValue<string>() : "";
        if (kind == OwnKind)
        {
            throw new InvalidInputException(
                $"The model was saved with a network of its own, {description[TypeKey]}; give that network to load it.");
        }

        var start = Find(kind);
        var tree = JsonSerializer.SerializeToNode(start, start.GetType(), Json)!.AsObject();
        Overlay(tree, description);
        try
        {
            var denoiser = (IDenoiser)tree.Deserialize(start.GetType(), Json)!;
            denoiser.Validate();
            return denoiser;
        }
        catch (JsonException exception)
        {
            var name = exception.Path?.TrimStart('$', '.').Split('.')[^1] ?? "";
            var choices = Options.Choices(start.GetType(), name);
            var hint = choices.Count == 0 ? "Give a value of the same kind as the default." : NameSuggestion.Hint(
                description[name]?.ToString() ?? "", choices);
            throw new InvalidInputException(
                $"model.{name} cannot be {description[name]?.ToJsonString() ?? "empty"}. {hint}", exception);
        }
    }

    /// <summary>The options of a network as JSON, groups of them opened.</summary>
    /// <param name="denoiser">A network of the catalogue.</param>
    public static JsonObject OptionsOf(IDenoiser denoiser)
    {
        ArgumentNullException.ThrowIfNull(denoiser);
        var flat = new JsonObject();
        foreach (var (key, value) in JsonSerializer.SerializeToNode(denoiser, denoiser.GetType(), Json)!.AsObject())
        {
            if (value is not JsonObject group)
                flat[key] = value?.DeepClone();
            else
            {
                foreach (var (inner, option) in group)
                    flat[inner] = option?.DeepClone();
            }
        }

        return flat;
    }

    private static void Overlay(JsonObject tree, JsonObject description)
    {
        foreach (var (key, value) in tree.ToArray())
        {
            if (value is JsonObject group)
                Overlay(group, description);
            else if (description.TryGetPropertyValue(key, out var given))
                tree[key] = given?.DeepClone();
        }
    }
}
