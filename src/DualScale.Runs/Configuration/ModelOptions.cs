using System.Text.Json.Serialization;
using DualScale.Denoisers;
using DualScale.Diffusion;

namespace DualScale.Runs.Configuration;

/// <summary>
/// Which network, and whether noise grids go with it. In a configuration the network's options stand beside its kind.
/// </summary>
[JsonConverter(typeof(ModelOptionsConverter))]
public sealed record ModelOptions
{
    /// <summary>The kind that stands for the baseline with noise grids.</summary>
    public const string GridKind = "grid";

    /// <summary>The network. Default dual-scale with the paper's options.</summary>
    public IDenoiser Network { get; init; } = new DualScaleDenoiser();

    /// <summary>Whether this is the kind <c>grid</c>, which is the baseline and always has noise grids. Default false.</summary>
    public bool AlwaysGrid { get; init; }

    /// <summary>The noise grid, which goes with every kind of network.</summary>
    public GridOptions Grid { get; init; } = new();

    /// <summary>The name of the kind.</summary>
    public string Kind => AlwaysGrid ? GridKind : DenoiserCatalogue.NameOf(Network) ?? Network.GetType().Name;

    /// <summary>What a person calls it, such as "dual-scale (adaptive)".</summary>
    public string Title
    {
        get
        {
            var sizes = string.Join(" and ", Grid.Sizes);
            return AlwaysGrid ? $"{GridKind} ({sizes})"
                : $"{Kind}{(Network.Variant.Length == 0 ? "" : $" ({Network.Variant})")}{(Grid.Enabled ? $" with grid ({sizes})" : "")}";
        }
    }

    /// <summary>The noise grid of these options, or null for none.</summary>
    /// <exception cref="InvalidInputException">A number is outside its range; the message names it.</exception>
    public NoiseGrid? ToGrid()
    {
        if (Grid.Extent.Count is not (0 or 2))
        {
            throw new InvalidInputException(
                $"model.grid.extent is '{string.Join(", ", Grid.Extent)}'; give a low and a higher number, or nothing for the data's bounding box.");
        }

        var grid = new NoiseGrid
        {
            Sizes = Grid.Sizes,
            Interpolation = Grid.Interpolation,
            Extent = Grid.Extent.Count == 2 ? (Grid.Extent[0], Grid.Extent[1]) : null,
            Normalization = Grid.Normalization,
            L1Weight = Grid.L1Weight,
            Step = Grid.Step,
            Averaged = Grid.Averaged,
        }.Validate();
        return Grid.Enabled || AlwaysGrid ? grid : null;
    }
}
