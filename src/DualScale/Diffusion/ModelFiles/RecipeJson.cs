using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DualScale.Denoisers;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>A recipe as JSON: network, levels, parametrisation and grid, each with its kind and options.</summary>
internal static class RecipeJson
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    public static JsonObject Write(DiffusionRecipe recipe)
    {
        var json = new JsonObject
        {
            ["network"] = DenoiserCatalogue.Describe(recipe.Denoiser),
            ["levels"] = Write(recipe.Levels),
            ["parametrization"] = Write(recipe.Parametrization),
            ["grid"] = recipe.Grid is null ? null : Write(recipe.Grid),
        };
        if (recipe.Conditions is { } groups)
            json["conditions"] = new JsonArray([.. groups.Widths.Select(width => (JsonNode)width)]);
        if (recipe.Sampler is { } sampler)
            json["sampler"] = Write(sampler);
        if (recipe.Discrete.Count > 0)
            json["discrete"] = new JsonArray([.. recipe.Discrete.Select(Write)]);
        if (recipe.JointNormal)
            json["joint-normal"] = true;
        if (recipe.JointNormalDividedBy is { } index)
            json["joint-normal-divided-by"] = index;
        if (recipe.Start is { } start)
            json["start"] = Write(start);
        return json;
    }

    public static DiffusionRecipe Read(JsonObject json, IDenoiser? denoiser) => new()
    {
        Denoiser = denoiser ?? DenoiserCatalogue.Create(json["network"]!.AsObject()),
        Levels = ReadLevels(json["levels"]!.AsObject()),
        Parametrization = ReadParametrization(json["parametrization"]!.AsObject()),
        Grid = json["grid"] is JsonObject grid ? ReadGrid(grid) : null,
        Conditions = json["conditions"] is JsonArray groups
            ? new ColumnGroups([.. groups.Select(width => width!.GetValue<int>())]) : null,
        Sampler = json["sampler"] is { } sampler ? ReadSampler(sampler.AsObject()) : null,
        JointNormal = json["joint-normal"]?.GetValue<bool>() ?? false,
        JointNormalDividedBy = json["joint-normal-divided-by"]?.GetValue<int>(),
        Start = json["start"] is { } start ? ReadMixture(start.AsObject()) : null,
        Discrete = json["discrete"] is { } discrete ? [.. discrete.AsArray().Select(columns => ReadDiscrete(columns!.AsObject()))] : [],
    };

    /// <summary>
    /// Whether a recipe's discrete columns are those of an encoding, and its conditions give none of a table's columns apart.
    /// </summary>
    public static bool Suits(JsonObject json, TableEncoding encoding)
    {
        var known = encoding.Discrete;
        if (json["discrete"] is JsonArray discrete && !discrete.Select(columns => ReadDiscrete(columns!.AsObject()))
            .All(columns => known.Any(columns.IsNear)))
        {
            return false;
        }

        var ends = Ends(encoding.Widths);
        return json["conditions"] is not JsonArray groups
            || Ends(groups.Select(width => width!.GetValue<int>())).All(ends.Contains);

        static HashSet<int> Ends(IEnumerable<int> widths)
        {
            var end = 0;
            return [.. widths.Select(width => end += width)];
        }
    }

    /// <summary>The recipe in the configuration that version 0.1 kept.</summary>
    public static DiffusionRecipe ReadVersion01(JsonObject configuration, IDenoiser? denoiser)
    {
        var model = (JsonObject)configuration["model"]!.DeepClone();
        var grid = model["grid"]!.AsObject();
        var always = model["kind"]!.GetValue<string>() == "grid";
        if (always)
            model["kind"] = "baseline";
        return new DiffusionRecipe
        {
            Denoiser = denoiser ?? DenoiserCatalogue.Create(model),
            Levels = ReadSchedule(configuration["diffusion"]!.AsObject()),
            Grid = always || grid["enabled"]!.GetValue<bool>() ? ReadGrid(grid) : null,
        };
    }

    private static JsonObject Write(Sampler sampler) =>
        new() { ["name"] = SamplerCatalogue.NameOf(sampler), ["steps"] = sampler.Steps };

    private static Sampler ReadSampler(JsonObject json) =>
        SamplerCatalogue.Find(json["name"]!.GetValue<string>()) with { Steps = json["steps"]?.GetValue<int>() };

    private static JsonObject Write(DiscreteColumns columns) => new()
    {
        ["first"] = columns.First,
        ["points"] = JsonSerializer.SerializeToNode(columns.Points),
        ["shares"] = JsonSerializer.SerializeToNode(columns.Shares),
    };

    private static DiscreteColumns ReadDiscrete(JsonObject json) => new(
        json["first"]!.GetValue<int>(), json["points"].Deserialize<float[][]>()!, json["shares"].Deserialize<double[]>()!);

    private static JsonObject Write(NormalMixture mixture) => new()
    {
        ["shares"] = JsonSerializer.SerializeToNode(mixture.Shares),
        ["means"] = JsonSerializer.SerializeToNode(mixture.Means),
        ["covariances"] = JsonSerializer.SerializeToNode(mixture.Covariances),
    };

    private static NormalMixture ReadMixture(JsonObject json) => new(
        json["shares"].Deserialize<double[]>()!, json["means"].Deserialize<double[]>()!,
        json["covariances"].Deserialize<double[]>()!);

    private static JsonObject Write(NoiseLevels levels) => levels switch
    {
        NoiseSchedule { Shape: BetaSchedule.Own } schedule => new JsonObject
        {
            ["kind"] = "discrete",
            ["betas"] = new JsonArray([.. schedule.Betas.Select(beta => (JsonNode)beta)]),
        },
        NoiseSchedule schedule => new JsonObject
        {
            ["kind"] = "discrete",
            ["timesteps"] = schedule.Timesteps,
            ["beta-start"] = schedule.BetaStart,
            ["beta-end"] = schedule.BetaEnd,
            ["schedule"] = Options.NameOf(schedule.Shape),
        },
        ContinuousLevels continuous => new JsonObject
        {
            ["kind"] = "continuous",
            ["sigma-min"] = continuous.SigmaMin,
            ["sigma-max"] = continuous.SigmaMax,
            ["density"] = Write(continuous.Density),
        },
        _ => throw new InvalidInputException(
            $"Noise levels of type {levels.GetType().Name} cannot be kept in a file; train with a schedule of betas, NoiseSchedule.OfBetas."),
    };

    private static NoiseLevels ReadLevels(JsonObject json) => Kind(json) switch
    {
        "discrete" when json["betas"] is JsonArray betas =>
            NoiseSchedule.OfBetas([.. betas.Select(beta => beta!.GetValue<double>())]),
        "discrete" => ReadSchedule(json),
        "continuous" =>
            new ContinuousLevels(Number(json, "sigma-min"), Number(json, "sigma-max"), ReadDensity(json["density"]!.AsObject())),
        var kind => throw Unknown("noise levels", kind),
    };

    private static NoiseSchedule ReadSchedule(JsonObject json) => new(
        json["timesteps"]!.GetValue<int>(), Number(json, "beta-start"), Number(json, "beta-end"),
        json["schedule"].Deserialize<BetaSchedule>(Json));

    private static JsonObject Write(LevelDensity density) => density switch
    {
        LogUniformDensity => new JsonObject { ["kind"] = "log-uniform" },
        LogNormalDensity normal =>
            new JsonObject { ["kind"] = "log-normal", ["mean"] = normal.Mean, ["deviation"] = normal.Deviation },
        MeasuredDensity measured => new JsonObject
        {
            ["kind"] = "measured",
            ["shares"] = new JsonArray([.. measured.Shares.Select(share => (JsonNode)share)]),
        },
        _ => throw new InvalidInputException(
            $"A density of type {density.GetType().Name} cannot be kept in a file; train with LogUniformDensity or LogNormalDensity."),
    };

    private static LevelDensity ReadDensity(JsonObject json) => Kind(json) switch
    {
        "log-uniform" => new LogUniformDensity(),
        "measured" => new MeasuredDensity([.. json["shares"]!.AsArray().Select(share => share!.GetValue<double>())]),
        "log-normal" => new LogNormalDensity(Number(json, "mean"), Number(json, "deviation")),
        var kind => throw Unknown("density", kind),
    };

    private static JsonObject Write(Parametrization parametrization) => parametrization switch
    {
        EpsilonParametrization => new JsonObject { ["kind"] = "epsilon" },
        CleanParametrization => new JsonObject { ["kind"] = "x0" },
        VelocityParametrization => new JsonObject { ["kind"] = "v" },
        EdmParametrization edm => new JsonObject { ["kind"] = "edm", ["sigma-data"] = edm.SigmaData },
        _ => throw new InvalidInputException(
            $"A parametrisation of type {parametrization.GetType().Name} cannot be kept in a file; train with one of the library's."),
    };

    private static Parametrization ReadParametrization(JsonObject json) => Kind(json) switch
    {
        "epsilon" => new EpsilonParametrization(),
        "x0" => new CleanParametrization(),
        "v" => new VelocityParametrization(),
        "edm" => new EdmParametrization(Number(json, "sigma-data")),
        var kind => throw Unknown("parametrisation", kind),
    };

    private static JsonObject Write(NoiseGrid grid) => new()
    {
        ["sizes"] = new JsonArray([.. grid.Sizes.Select(size => (JsonNode)size)]),
        ["interpolation"] = Options.NameOf(grid.Interpolation),
        ["normalization"] = Options.NameOf(grid.Normalization),
        ["extent"] = grid.Extent is { } extent ? new JsonArray(extent.Low, extent.High) : new JsonArray(),
        ["l1-weight"] = grid.L1Weight,
        ["step"] = Options.NameOf(grid.Step),
        ["averaged"] = grid.Averaged,
    };

    private static NoiseGrid ReadGrid(JsonObject json) => new()
    {
        Sizes = [.. json["sizes"]!.AsArray().Select(size => size!.GetValue<int>())],
        Interpolation = json["interpolation"].Deserialize<GridInterpolation>(Json),
        Normalization = json["normalization"].Deserialize<GridNormalization>(Json),
        Extent = json["extent"]!.AsArray() is { Count: 2 } extent ? (extent[0]!.GetValue<double>(),
            extent[1]!.GetValue<double>()) : null,
        L1Weight = Number(json, "l1-weight"),
        Step = json["step"].Deserialize<GridStep>(Json),
        Averaged = json["averaged"]?.GetValue<bool>() ?? true,
    };

    private static double Number(JsonObject json, string key) => json[key]!.GetValue<double>();

    private static string Kind(JsonObject json) => json["kind"]!.GetValue<string>();

    private static InvalidInputException Unknown(string what, string kind) =>
        new($"There is no {what} '{kind}' here; read it with the version that wrote it.");
}
