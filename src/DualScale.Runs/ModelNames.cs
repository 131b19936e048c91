using DualScale.Denoisers;
using DualScale.Runs.Configuration;

namespace DualScale.Runs;

/// <summary>The models by the names that people give them.</summary>
internal static class ModelNames
{
    public static IReadOnlyList<(string Name, string Description)> All { get; } =
    [
        .. DenoiserCatalogue.All.Select(entry => (entry.Name, entry.Description)),
        (ModelOptions.GridKind,
            "the baseline with learnable noise grids (--set model.grid.sizes=5,20); model.grid.enabled=true adds them to any model"),
    ];

    public static string Require(string name) => All.Any(model => model.Name == name) ? name
        : throw new InvalidInputException(
            $"There is no model '{name}'. {NameSuggestion.Hint(name, [.. All.Select(model => model.Name)])}");

    public static Weighting ParseWeighting(string name) =>
        Enum.TryParse<Weighting>(name, ignoreCase: true, out var weighting) && !char.IsAsciiDigit(name[0])
        ? weighting
        : throw new InvalidInputException(
            $"There is no weighting '{name}'. {NameSuggestion.Hint(name, ["fixed", "adaptive", "improved"])}");
}
