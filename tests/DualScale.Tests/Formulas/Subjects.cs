using DualScale.Denoisers;
using DualScale.Diffusion;

namespace DualScale.Tests.Formulas;

/// <summary>Small models of every network, weighting, gate, grid, parametrisation and kind of level.</summary>
internal static class Subjects
{
    private const double DataDeviation = 0.7;

    private static readonly PlainSize Plain = new(Embedding: 6, Blocks: 2, Scale: 2.5);

    private static readonly NetworkSize Size = new()
    {
        EmbeddingDimension = Plain.Embedding,
        HiddenWidth = 10,
        ResidualBlocks = Plain.Blocks,
        CoordinateScale = (float)Plain.Scale,
    };

    private static readonly Subject Baseline = new(new BaselineDenoiser(Size), PlainNetworks.Baseline(Plain));
    private static readonly Subject Adaptive = new(Dual(Weighting.Adaptive), PlainNetworks.AdaptiveDualScale(Plain));
    private static readonly Subject TwoExperts = new(Experts(2), PlainNetworks.TwoExperts(Plain));
    private static readonly Subject FourExperts = new(Experts(4), PlainNetworks.Experts(4, Plain));

    public static IReadOnlyDictionary<string, Subject> All { get; } = new Dictionary<string, Subject>
    {
        ["baseline"] = Baseline,
        ["dual-scale, fixed"] = new(Dual(Weighting.Fixed), PlainNetworks.FixedDualScale(Plain)),
        ["dual-scale, fixed, half of W·x + b"] =
            new(Dual(Weighting.Fixed, published: true), PlainNetworks.FixedDualScale(Plain, published: true)),
        ["dual-scale, adaptive"] = Adaptive,
        ["dual-scale, adaptive, slope"] =
            new(Dual(Weighting.Adaptive, slope: 0.3f), PlainNetworks.AdaptiveDualScale(Plain, slope: 0.3f))
            {
                Shown = (DualScaleDenoiser.WeightsOutput, PlainNetworks.AdaptiveWeights(Plain, slope: 0.3f)),
            },
        ["dual-scale, improved"] =
            new(Dual(Weighting.Improved), PlainNetworks.ImprovedDualScale(Plain))
            {
                Shown = (DualScaleDenoiser.WeightsOutput, PlainNetworks.ImprovedWeights(Plain)),
            },
        ["dual-scale, improved, half of W·x + b"] =
            new(Dual(Weighting.Improved, published: true), PlainNetworks.ImprovedDualScale(Plain, published: true)),
        ["two experts"] = TwoExperts,
        ["two experts, enhanced gate"] =
            new(Experts(2, gate: true), PlainNetworks.TwoExperts(Plain, enhanced: true))
            {
                Shown = (DualExpertDenoiser.GateOutput, PlainNetworks.SigmoidGate(Plain, enhanced: true)),
            },
        ["two experts, increased capacity"] = new(Experts(2, capacity: true), PlainNetworks.TwoExperts(Plain, capacity: true)),
        ["four experts"] = FourExperts with { Shown = (DualExpertDenoiser.GateOutput, PlainNetworks.SoftmaxGate(Plain)) },
        ["three experts, enhanced gate, increased capacity"] =
            new(Experts(3, gate: true, capacity: true), PlainNetworks.Experts(3, Plain, enhanced: true, capacity: true)),
        ["three columns"] = Adaptive with { Columns = 3 },

        ["grids"] = Baseline with { Grid = new() { Sizes = [3, 5] } },
        ["grid, dual-scale"] = Adaptive with { Grid = new() { Sizes = [4], Extent = (-1, 1.5) } },
        ["grids, nearest, two experts"] =
            TwoExperts with { Grid = new() { Sizes = [2, 4, 7], Interpolation = GridInterpolation.Nearest } },
        ["grids, normalised, four experts"] =
            FourExperts with { Grid = new() { Sizes = [3, 5], Normalization = GridNormalization.GeometricMean } },
        ["grid of one column"] = Baseline with { Grid = new() { Sizes = [5] }, Columns = 1 },
        ["grids of three columns"] = Baseline with { Grid = new() { Sizes = [2, 3] }, Columns = 3 },
        ["grid, v"] = Velocity(Baseline) with { Grid = new() { Sizes = [3] } },

        ["scale-space"] = Edm(Scales(SigmaPosterior)) with { Continuous = true },
        ["scale-space, three columns"] = Edm(Scales(SigmaPosterior)) with { Continuous = true, Columns = 3 },
        ["scale-space, four columns"] = Edm(Scales(SigmaPosterior)) with { Continuous = true, Columns = 4 },
        ["scale-space, plain waves along three directions"] =
            Edm(Scales(SigmaPosterior, turns: 3, fading: false)) with { Continuous = true },
        ["scale-space, level as an input"] = Edm(Scales(SigmaPosterior, modulated: false)) with { Continuous = true },
        ["scale-space, timesteps"] = Scales(TimestepPosterior),
        ["scale-space, grid"] = Scales(TimestepPosterior) with { Grid = new() { Sizes = [3] } },

        ["baseline, conditions"] = Baseline with { Columns = 4, Conditional = true },
        ["dual-scale, adaptive, conditions"] = Adaptive with { Columns = 3, Conditional = true },
        ["σ, v, four experts, conditions"] =
            Velocity(FourExperts) with { Columns = 3, Continuous = true, Conditional = true },
        ["scale-space, conditions"] =
            Edm(Scales(SigmaPosterior)) with { Continuous = true, Columns = 3, Conditional = true },
        ["scale-space, timesteps, conditions"] = Clean(Scales(TimestepPosterior)) with { Columns = 14, Conditional = true },

        ["x₀"] = Clean(Baseline),
        ["v"] = Velocity(Baseline),
        ["EDM"] = Edm(Baseline),
        ["σ"] = Baseline with { Continuous = true },
        ["σ, x₀"] = Clean(Baseline) with { Continuous = true },
        ["σ, v"] = Velocity(TwoExperts) with { Continuous = true },
        ["σ, EDM"] = Edm(Adaptive) with { Continuous = true },
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static TheoryData<string> ThatShow => [.. All.Keys.Where(name => All[name].Shown is not null)];

    public static TheoryData<string> Conditional => [.. All.Keys.Where(name => All[name].Conditional)];

    public static TheoryData<string> WithGrid => [.. All.Keys.Where(name => All[name].Grid is not null)];

    private static Subject Scales(
        Func<double, (double, double)> posterior, int turns = 8, bool fading = true, bool modulated = true) => new(
        new ScaleSpaceDenoiser
        {
            Directions = turns,
            Fading = fading,
            Modulated = modulated,
            Width = 12,
            Blocks = 2,
            Frequencies = 3,
            LowestFrequency = 0.5,
            HighestFrequency = 2,
            LevelDimension = 6,
        },
        PlainNetworks.ScaleSpace([0.5, 1, 2], blocks: 2, level: 6, posterior, turns, fading, modulated));

    // Of x = x₀ + σ·ε, given to the network over √(σ² + σ_d²).
    private static (double, double) SigmaPosterior(double told)
    {
        var sigma = Subject.LeastSigma * Math.Pow(Subject.MostSigma / Subject.LeastSigma, told / 99);
        var (own, all) = (DataDeviation * DataDeviation, sigma * sigma + DataDeviation * DataDeviation);
        return (own / Math.Sqrt(all), sigma * DataDeviation / Math.Sqrt(all));
    }

    // Of x = √ᾱ·x₀ + √(1 - ᾱ)·ε and data of variance 1.
    private static (double, double) TimestepPosterior(double t)
    {
        var bar = PlainSchedule.AlphaBar(Subject.Betas, (int)t);
        return (Math.Sqrt(bar), Math.Sqrt(1 - bar));
    }

    private static Subject Clean(Subject subject) =>
        subject with { Parametrization = new CleanParametrization(), Wrapping = PlainParametrization.Point };

    private static Subject Velocity(Subject subject) =>
        subject with { Parametrization = new VelocityParametrization(), Wrapping = PlainParametrization.Velocity };

    private static Subject Edm(Subject subject) => subject with
    {
        Parametrization = new EdmParametrization(DataDeviation),
        Wrapping = PlainParametrization.Edm(DataDeviation),
    };

    private static DualScaleDenoiser Dual(Weighting weighting, float slope = 0, bool published = false) =>
        new() { Size = Size, Weighting = weighting, AdaptiveSlope = slope, PublishedLocalInputs = published };

    private static DualExpertDenoiser Experts(int count, bool gate = false, bool capacity = false) =>
        new() { Size = Size, Experts = count, EnhancedGate = gate, IncreasedCapacity = capacity };
}
