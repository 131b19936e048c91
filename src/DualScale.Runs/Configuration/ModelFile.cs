using System.Text.Json;
using System.Text.Json.Nodes;
using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Runs.Configuration;

/// <summary>
/// A model in one safetensors file: the averaged weights under the names a PyTorch user would give them, and in the metadata
/// the configuration, the column names and the scaling. It is enough to sample from.
/// </summary>
public static class ModelFile
{
    private const string FormatKey = "format";
    private const string Format = "dualscale-model-1";
    private const string ConfigurationKey = "configuration";
    private const string ColumnsKey = "columns";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="configuration">The configuration it was trained with; a network of your own is none of it.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">The folder is missing or may not be written, or the model has another schedule or noise grid than the configuration.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    public static void Save(DiffusionModel model, RunConfiguration configuration, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(configuration);
        if (!configuration.Diffusion.ToSchedule().SameAs(model.Schedule))
            throw new InvalidInputException("The model was trained with another noise schedule than the configuration has; give its own configuration.");
        if (!NoiseGrid.Same(configuration.Model.ToGrid(model.Schedule.Timesteps), model.Grid))
            throw new InvalidInputException("The model was trained with another noise grid than the configuration has; give its own configuration.");
        var file = new SafetensorsFile(path);
        foreach (var parameter in model.Parameters)
            file.Add<float>(parameter.Name, model.Read(parameter), parameter.Shape);

        file.Metadata[FormatKey] = Format;
        file.Metadata[ConfigurationKey] = ConfigurationTree.ToTree(configuration).ToJsonString();
        file.Metadata[ColumnsKey] = JsonSerializer.Serialize(
            model.ColumnNames.Select((name, i) => new ColumnEntry(name, model.Scaling.Means[i], model.Scaling.Deviations[i])));
        file.Write(path);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="denoiser">The network, where it is one of your own; the one the file names where null.</param>
    /// <exception cref="InvalidInputException">The file is missing, damaged, or no model of this program.</exception>
    public static (DiffusionModel Model, RunConfiguration Configuration) Load(string path, IDenoiser? denoiser = null)
    {
        var file = SafetensorsFile.Read(path);
        if (!file.Metadata.TryGetValue(FormatKey, out var format) || format != Format)
            throw new InvalidInputException($"{path} is a safetensors file, but no model of this program; give the model.safetensors of a run.");
        RunConfiguration configuration;
        List<ColumnEntry> columns;
        try
        {
            configuration = ConfigurationTree.FromTree(JsonNode.Parse(file.GetMetadata(ConfigurationKey), documentOptions: Strict)!.AsObject(), path);
            configuration.Validate();
            columns = JsonSerializer.Deserialize<List<ColumnEntry>>(file.GetMetadata(ColumnsKey)) ?? [];
            if (columns.Any(column => string.IsNullOrEmpty(column.Name)))
                throw new JsonException();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw new InvalidInputException($"{path}: its metadata cannot be read; take an undamaged copy.", exception);
        }

        if (columns.Count is 0 or > TableReader.MaxColumns)
            throw new InvalidInputException($"{path} speaks of {columns.Count} columns; take an undamaged copy.");
        var scaling = new Standardization([.. columns.Select(c => c.Mean)], [.. columns.Select(c => c.Deviation)]);
        denoiser ??= configuration.Model.ToDenoiser();
        var grid = configuration.Model.ToGrid(configuration.Diffusion.Timesteps);

        // The graph takes no memory for the arrays that it names, so what is claimed is compared with what is there before any is taken.
        file.Require<float>(DenoisingGraph.ForSampling(denoiser, columns.Count, grid).Graph.Parameters.Select(parameter => (parameter.Name, parameter.Shape)));
        var model = new DiffusionModel(denoiser, configuration.Diffusion.ToSchedule(), scaling, [.. columns.Select(c => c.Name)], grid);
        try
        {
            LoadParameters(model.Values, file);
            model.Values.RefreshTransposed();
            return (model, configuration);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static void LoadParameters(ParameterValues<float> values, SafetensorsFile file)
    {
        foreach (var parameter in values.All)
        {
            var plain = file.Get<float>(parameter.Name, parameter.Shape);
            if (plain.Any(value => !float.IsFinite(value)))
                throw new InvalidInputException($"Array '{parameter.Name}' holds numbers that are not finite; take an undamaged copy.");
            values.Load(parameter, plain);
        }
    }

    private sealed record ColumnEntry(string Name, float Mean, float Deviation);
}
