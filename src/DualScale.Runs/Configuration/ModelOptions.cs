using DualScale.Denoisers;
using DualScale.Diffusion;

namespace DualScale.Runs.Configuration;

/// <summary>Which network, and its sizes.</summary>
public sealed record ModelOptions
{
    /// <summary>The network. Default dual-scale.</summary>
    public ModelKind Kind { get; init; } = ModelKind.DualScale;

    /// <summary>How a dual-scale network weighs its branches. Default adaptive.</summary>
    public Weighting Weighting { get; init; } = Weighting.Adaptive;

    /// <summary>The negative slope in the adaptive weight network, in [0, 1). Default 0, the published code's ReLU.</summary>
    public double AdaptiveSlope { get; init; }

    /// <summary>Whether the local branch embeds only half of the upscaled coordinates, as the published code does. Default false.</summary>
    public bool PublishedLocalInputs { get; init; }

    /// <summary>Experts of a dual-expert network, 2 to 16. Default 2.</summary>
    public int Experts { get; init; } = 2;

    /// <summary>Whether its gate has a second hidden layer. Default false.</summary>
    public bool EnhancedGate { get; init; }

    /// <summary>Whether its experts have a further hidden layer. Default false.</summary>
    public bool IncreasedCapacity { get; init; }

    /// <summary>The noise grid, which goes with every kind of network.</summary>
    public GridOptions Grid { get; init; } = new();

    /// <summary>Numbers in an embedding, even, 4 to 4096. Default 128.</summary>
    public int EmbeddingDimension { get; init; } = 128;

    /// <summary>Width of the hidden layers, 2 to 4096. Default 256.</summary>
    public int HiddenWidth { get; init; } = 256;

    /// <summary>Residual blocks in a trunk, 0 to 64. Default 3.</summary>
    public int ResidualBlocks { get; init; } = 3;

    /// <summary>The factor before the embedding of a coordinate, from 1e-6 up to 1e6. Default 25.</summary>
    public double CoordinateScale { get; init; } = 25;

    /// <summary>The network of these options.</summary>
    /// <exception cref="InvalidInputException">A number is outside its range; the message names it.</exception>
    public IDenoiser ToDenoiser()
    {
        Require(EmbeddingDimension is >= 4 and <= 4096 && EmbeddingDimension % 2 == 0, "embedding-dimension", EmbeddingDimension, "an even number from 4 to 4096");
        Require(HiddenWidth is >= 2 and <= 4096, "hidden-width", HiddenWidth, "2 to 4096");
        Require(ResidualBlocks is >= 0 and <= 64, "residual-blocks", ResidualBlocks, "0 to 64");
        Require(CoordinateScale is >= 1e-6 and <= 1e6, "coordinate-scale", CoordinateScale, "a number from 0.000001 to 1000000");
        Require(AdaptiveSlope is >= 0 and < 1, "adaptive-slope", AdaptiveSlope, "a number from 0 up to but not 1");
        Require(Experts is >= 2 and <= 16, "experts", Experts, "2 to 16");
        var size = new NetworkSize
        {
            EmbeddingDimension = EmbeddingDimension,
            HiddenWidth = HiddenWidth,
            ResidualBlocks = ResidualBlocks,
            CoordinateScale = (float)CoordinateScale,
        };
        return Kind switch
        {
            ModelKind.Baseline or ModelKind.Grid => new BaselineDenoiser(size),
            ModelKind.DualScale => new DualScaleDenoiser
            {
                Size = size,
                Weighting = Weighting,
                AdaptiveSlope = (float)AdaptiveSlope,
                PublishedLocalInputs = PublishedLocalInputs,
            },
            _ => new DualExpertDenoiser { Size = size, Experts = Experts, EnhancedGate = EnhancedGate, IncreasedCapacity = IncreasedCapacity },
        };
    }

    /// <summary>The noise grid of these options, or null for none.</summary>
    /// <param name="timesteps">T.</param>
    /// <exception cref="InvalidInputException">A number is outside its range; the message names it.</exception>
    public NoiseGrid? ToGrid(int timesteps)
    {
        if (Grid.Extent.Count is not (0 or 2))
            throw new InvalidInputException($"model.grid.extent is '{string.Join(", ", Grid.Extent)}'; give a low and a higher number, or nothing for the data's bounding box.");
        var grid = new NoiseGrid
        {
            Sizes = Grid.Sizes,
            Interpolation = Grid.Interpolation,
            Extent = Grid.Extent.Count == 2 ? (Grid.Extent[0], Grid.Extent[1]) : null,
            Normalization = Grid.Normalization,
            L1Weight = Grid.L1Weight,
            Step = Grid.Step,
            Timesteps = timesteps,
        }.Validate();
        return Grid.Enabled || Kind == ModelKind.Grid ? grid : null;
    }

    /// <summary>The settings that are not at their defaults although they do nothing, each with the setting that it would take.</summary>
    public IReadOnlyList<(string Setting, string Needs)> WithoutEffect()
    {
        const string DualScale = "model.kind=dual-scale", DualExpert = "model.kind=dual-expert";
        var standard = new ModelOptions();
        var (scale, expert, grid) = (Kind == ModelKind.DualScale, Kind == ModelKind.DualExpert, Kind == ModelKind.Grid || Grid.Enabled);
        (string Setting, bool Idle, bool Given, string Needs)[] settings =
        [
            ("model.weighting", !scale, Weighting != standard.Weighting, DualScale),
            ("model.adaptive-slope", !scale || Weighting != Weighting.Adaptive, AdaptiveSlope != standard.AdaptiveSlope, $"{DualScale} and model.weighting=adaptive"),
            ("model.published-local-inputs", !scale, PublishedLocalInputs, DualScale),
            ("model.experts", !expert, Experts != standard.Experts, DualExpert),
            ("model.enhanced-gate", !expert, EnhancedGate, DualExpert),
            ("model.increased-capacity", !expert, IncreasedCapacity, DualExpert),
            ("model.grid", !grid, !Grid.SameAs(standard.Grid), "model.grid.enabled=true"),
        ];
        return [.. settings.Where(setting => setting.Idle && setting.Given).Select(setting => (setting.Setting, setting.Needs))];
    }

    private static void Require(bool holds, string name, IFormattable value, string allowed)
    {
        if (!holds)
            throw new InvalidInputException($"model.{name} is {value.ToString(null, System.Globalization.CultureInfo.InvariantCulture)}; give {allowed}.");
    }
}
