using DualScale.Denoisers;
using DualScale.Runs.Configuration;

namespace DualScale.Runs;

/// <summary>The models by the names that people give them.</summary>
internal static class ModelNames
{
    public static IReadOnlyList<(string Name, string Description, ModelKind Kind)> All { get; } =
    [
        ("baseline", "one trunk on the embedded coordinates and the timestep", ModelKind.Baseline),
        ("dual-scale", "a global and a local branch, weighted by the timestep", ModelKind.DualScale),
        ("dual-expert", "two or more experts and a gate", ModelKind.DualExpert),
        ("grid", "the baseline with learnable noise grids", ModelKind.Grid),
    ];

    public static ModelKind Parse(string name)
    {
        var found = All.Where(model => model.Name == name).ToArray();
        return found.Length == 1 ? found[0].Kind
            : throw new InvalidInputException($"There is no model '{name}'. {NameSuggestion.Hint(name, [.. All.Select(model => model.Name)])}");
    }

    public static Weighting ParseWeighting(string name) => Enum.TryParse<Weighting>(name, ignoreCase: true, out var weighting) && !char.IsAsciiDigit(name[0])
        ? weighting
        : throw new InvalidInputException($"There is no weighting '{name}'. {NameSuggestion.Hint(name, ["fixed", "adaptive", "improved"])}");

    public static string Of(ModelOptions options)
    {
        var name = All.First(model => model.Kind == options.Kind).Name;
        var grid = string.Join(" and ", options.Grid.Sizes);
        return options.Kind switch
        {
            ModelKind.DualScale => $"{name} ({options.Weighting.ToString().ToLowerInvariant()})",
            ModelKind.DualExpert => $"{name} ({options.Experts} experts{(options.EnhancedGate ? ", enhanced gate" : "")}{(options.IncreasedCapacity ? ", increased capacity" : "")})",
            ModelKind.Grid => $"{name} ({grid})",
            _ => name,
        } + (options.Kind != ModelKind.Grid && options.Grid.Enabled ? $" with grid ({grid})" : "");
    }
}
