using System.Text.Json.Nodes;
using DualScale.Denoisers;
using DualScale.Numerics;

namespace DualScale.Tests.Denoisers;

/// <summary>Networks as names and descriptions, and back.</summary>
public sealed class DenoiserCatalogueTests
{
    private static readonly NetworkSize Size = new()
    {
        EmbeddingDimension = 6,
        HiddenWidth = 18,
        ResidualBlocks = 1,
        CoordinateScale = 3.5f,
    };

    // None of the options has its default.
    private static readonly Dictionary<string, IDenoiser> Networks = new()
    {
        ["scale-space"] = new ScaleSpaceDenoiser
        {
            Width = 12,
            Blocks = 1,
            Frequencies = 4,
            LowestFrequency = 0.5,
            HighestFrequency = 20,
            Directions = 3,
            Fading = false,
            Modulated = false,
            LevelDimension = 6,
        },
        ["baseline"] = new BaselineDenoiser(Size),
        ["dual-scale"] = new DualScaleDenoiser
        {
            Size = Size,
            Weighting = Weighting.Improved,
            AdaptiveSlope = 0.25f,
            PublishedLocalInputs = true,
        },
        ["dual-expert"] = new DualExpertDenoiser { Size = Size, Experts = 3, EnhancedGate = true, IncreasedCapacity = true },
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_comes_back_from_its_description(string name)
    {
        var description = DenoiserCatalogue.Describe(Networks[name]);

        Assert.Equal(name, DenoiserCatalogue.NameOf(Networks[name]));
        Assert.Equal(("kind", name), (description.First().Key, description["kind"]!.GetValue<string>()));
        Assert.Equal(Networks[name], DenoiserCatalogue.Create(description));
        Assert.NotEqual(Networks[name], DenoiserCatalogue.Find(name));
        Assert.All(description, option => Assert.IsAssignableFrom<JsonValue>(option.Value));
        description["unheard-of"] = 1;
        Assert.Equal(Networks[name], DenoiserCatalogue.Create(description));
        Assert.Equal(DenoiserCatalogue.Find(name), DenoiserCatalogue.Create(new JsonObject { ["kind"] = name }));
    }

    [Fact]
    public void The_catalogue_has_every_network_once_with_its_description()
    {
        Assert.Equal(Networks.Keys, DenoiserCatalogue.All.Select(entry => entry.Name));
        Assert.All(DenoiserCatalogue.All, entry => Assert.NotEqual("", entry.Description));
        Assert.Throws<ArgumentNullException>(() => DenoiserCatalogue.NameOf(null!));
        Assert.Throws<ArgumentNullException>(() => DenoiserCatalogue.Describe(null!));
        Assert.Throws<ArgumentNullException>(() => DenoiserCatalogue.OptionsOf(null!));
        Assert.Throws<ArgumentNullException>(() => DenoiserCatalogue.Create(null!));
    }

    [Theory]
    [InlineData("""{"kind": "basline"}""", "There is no model 'basline'. Did you mean 'baseline'?")]
    [InlineData("""{"kind": 1}""", "There is no model ''. There are scale-space, baseline, dual-scale, dual-expert.")]
    [InlineData("{}", "There is no model ''. There are scale-space, baseline, dual-scale, dual-expert.")]
    [InlineData("""{"kind": "own", "type": "My.Net"}""",
        "The model was saved with a network of its own, My.Net; give that network to load it.")]
    [InlineData("""{"kind": "baseline", "hidden-width": "wide"}""",
        "model.hidden-width cannot be \"wide\". Give a value of the same kind as the default.")]
    [InlineData("""{"kind": "baseline", "hidden-width": null}""",
        "model.hidden-width cannot be empty. Give a value of the same kind as the default.")]
    [InlineData("""{"kind": "dual-scale", "weighting": "adaptve"}""",
        "model.weighting cannot be \"adaptve\". Did you mean 'adaptive'?")]
    [InlineData("""{"kind": "dual-scale", "weighting": null}""",
        "model.weighting cannot be empty. There are fixed, adaptive, improved.")]
    [InlineData("""{"kind": "dual-scale", "weighting": 1}""",
        "model.weighting cannot be 1. There are fixed, adaptive, improved.")]
    [InlineData("""{"kind": "baseline", "hidden-width": 1}""", "model.hidden-width is 1; give 2 to 4096.")]
    [InlineData("""{"kind": "scale-space", "lowest-frequency": 3, "highest-frequency": 3}""",
        "model.lowest-frequency is 3 and highest-frequency 3; give a lower and a higher one.")]
    [InlineData("""{"kind": "scale-space", "width": 1}""", "model.width is 1; give 2 to 4096.")]
    public void A_wrong_description_is_refused_with_the_reason(string description, string message) => Assert.Equal(
        message,
        Assert.Throws<InvalidInputException>(() => DenoiserCatalogue.Create(JsonNode.Parse(description)!.AsObject())).Message);

    [Fact]
    public void A_network_of_one_s_own_is_described_by_its_type()
    {
        Assert.Null(DenoiserCatalogue.NameOf(new Own()));
        var description = DenoiserCatalogue.Describe(new Own());
        Assert.Equal(
            ("own", typeof(Own).FullName),
            (description["kind"]!.GetValue<string>(), description["type"]!.GetValue<string>()));
    }

    [Fact]
    public void Variants_say_what_tells_networks_of_a_kind_apart()
    {
        IDenoiser[] networks =
        [
            new BaselineDenoiser(), new DualScaleDenoiser { Weighting = Weighting.Fixed }, Networks["dual-scale"],
            new DualExpertDenoiser(), Networks["dual-expert"],
        ];
        Assert.Equal(
            ["", "fixed", "improved, published local inputs", "2 experts", "3 experts, enhanced gate, increased capacity"],
            networks.Select(network => network.Variant));
    }

    [Fact]
    public void An_input_made_by_hand_has_no_posterior()
    {
        var graph = new Graph();
        var input = new DenoiserInput(graph.Input(Domain.Batch, 2), graph.Input(Domain.Level, 1), []);
        Assert.Contains("take the one that a recipe gives", Assert.Throws<InvalidOperationException>(() => input.Posterior).Message);
    }

    private sealed record Own : IDenoiser
    {
        public Node Predict(Graph graph, DenoiserInput input) => input.X;
    }
}
