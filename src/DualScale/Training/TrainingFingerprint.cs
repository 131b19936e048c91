using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DualScale.Diffusion;
using DualScale.Tables;

namespace DualScale.Training;

/// <summary>
/// What decides a training's every step, in short: network, settings, levels, parametrisation, grid and scaled data.
/// </summary>
internal static class TrainingFingerprint
{
    private static readonly JsonSerializerOptions Plain =
        new() { IncludeFields = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static string Of(DiffusionRecipe recipe, TrainingOptions options, IReadOnlyList<PointSet> data)
    {
        const int Slice = 1 << 20;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(Settings(recipe, options), Plain));
        foreach (var points in data)
        {
            for (var left = points.Values.Span; left.Length > 0; left = left[Math.Min(Slice, left.Length)..])
                hash.AppendData(MemoryMarshal.AsBytes(left[..Math.Min(Slice, left.Length)]));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // A share of 0 drops nothing, as networks did before they had it.
    private static string Sizes(object denoiser)
    {
        var described = Describe(denoiser);
        if (JsonNode.Parse(described.Length > 0 ? described : "{}") is not JsonObject sizes || sizes["Dropout"] is not JsonValue share
            || !share.TryGetValue<double>(out var dropped) || dropped != 0)
            return described;
        sizes.Remove("Dropout");
        return sizes.ToJsonString(Plain);
    }

    // Trainings that version 0.1 could make are described as it did, so that their checkpoints go on.
    private static object Settings(DiffusionRecipe recipe, TrainingOptions options)
    {
        var (network, sizes, plain) =
            (recipe.Denoiser.GetType().FullName, Sizes(recipe.Denoiser), Describe(options, recipe));
        return recipe is
        {
            Levels: NoiseSchedule { Shape: BetaSchedule.Linear or BetaSchedule.Quadratic } schedule,
            Parametrization: EpsilonParametrization
        }
            ? new
            {
                Network = network,
                Sizes = sizes,
                Options = plain,
                schedule.Timesteps,
                schedule.BetaStart,
                schedule.BetaEnd,
                schedule.Shape,
                recipe.Grid
            }
            : new
            {
                Network = network,
                Sizes = sizes,
                Options = plain,
                Levels = Describe(recipe.Levels),
                Density = recipe.Levels is ContinuousLevels continuous ? Describe(continuous.Density) : "",
                Parametrization = recipe.Parametrization.GetType().Name + Describe(recipe.Parametrization),
                recipe.Grid,
            };
    }

    // What version 0.1 did not have is not said where it is at its default.
    private static JsonObject Describe(TrainingOptions options, DiffusionRecipe recipe)
    {
        var described = JsonSerializer.SerializeToNode(options with { CheckpointEvery = 1 }, Plain)!.AsObject();
        foreach (var later in (string[])
            [nameof(TrainingOptions.WarmUpSteps), nameof(TrainingOptions.ReferenceRows), nameof(TrainingOptions.Conditions),
                nameof(TrainingOptions.Keep), nameof(TrainingOptions.Patience)])
        {
            if (described[later]!.GetValue<double>() == 0)
                described.Remove(later);
        }

        if (recipe.Conditions is { } conditions)
            described[nameof(ColumnGroups)] = JsonSerializer.SerializeToNode(conditions.Widths);

        if (recipe.Discrete.Count > 0)
            described[nameof(DiffusionRecipe.Discrete)] = JsonSerializer.SerializeToNode(recipe.Discrete);
        if (recipe.JointNormal)
            described[nameof(DiffusionRecipe.JointNormal)] = true;
        if (recipe.JointNormalDividedBy is { } groups)
            described[nameof(DiffusionRecipe.JointNormalDividedBy)] = groups;
        return described;
    }

    // The public settings of a part; of one whose settings are no plain values its type alone is known.
    private static string Describe(object part)
    {
        try
        {
            return JsonSerializer.Serialize(part, part.GetType(), Plain);
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException)
        {
            return "";
        }
    }
}
