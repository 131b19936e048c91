using System.Text.Json;
using System.Text.Json.Nodes;
using DualScale.Denoisers;
using DualScale.Interchange;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>
/// A model in one safetensors file: the averaged weights under the names a PyTorch user would give them, and in the metadata what
/// the network is, its noise levels, and names, scaling and range of the columns. It is enough to sample from.
/// </summary>
public static class ModelFile
{
    private const string FormatKey = "format";
    private const string Format = "dualscale-model-2";
    private const string FormatOfVersion01 = "dualscale-model-1";
    private const string RecipeKey = "recipe";
    private const string ConfigurationKey = "configuration";
    private const string ColumnsKey = "columns";
    private const string EncodingKey = "encoding";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="configuration">What it was trained with, kept as it is for who reads it with <see cref="ReadConfiguration"/>;
    /// nothing where null.</param>
    /// <param name="encoding">What its columns stand for, where it learned a table of typed columns; null for points.</param>
    /// <exception cref="InvalidInputException">The folder is missing or may not be written, or the encoding is of other
    /// columns.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    public static void Save(
        DiffusionModel model, string path, JsonObject? configuration = null, TableEncoding? encoding = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (encoding is not null)
            Require(encoding, model.ColumnNames, "The model");
        var file = new SafetensorsFile(path);
        foreach (var parameter in model.Parameters)
            file.Add<float>(parameter.Name, model.Read(parameter), parameter.Shape);

        file.Metadata[FormatKey] = Format;
        file.Metadata[RecipeKey] = RecipeJson.Write(model.Recipe).ToJsonString();
        if (configuration is not null)
            file.Metadata[ConfigurationKey] = configuration.ToJsonString();
        if (encoding is not null)
            file.Metadata[EncodingKey] = encoding.ToJson().ToJsonString();
        file.Metadata[ColumnsKey] = JsonSerializer.Serialize(model.ColumnNames.Select((name, i) => new ColumnEntry(
            name, model.Scaling.Means[i], model.Scaling.Deviations[i], model.Range?[i].Low, model.Range?[i].High)));
        file.Write(path);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="denoiser">The network, where it is one of your own; the one the file names where null.</param>
    /// <exception cref="InvalidInputException">The file is missing, damaged, no model of this program, or of a network of its own
    /// that is not given.</exception>
    public static DiffusionModel Load(string path, IDenoiser? denoiser = null)
    {
        var file = Open(path);
        var (recipe, columns) = Told(path, () => (
            file.Metadata[FormatKey] == Format
                ? RecipeJson.Read(Parse(file.GetMetadata(RecipeKey)), denoiser)
                : RecipeJson.ReadVersion01(Parse(file.GetMetadata(ConfigurationKey)), denoiser),
            ReadColumns(file, path)));
        return FaultSource.Name(path, () => Load(file, path, recipe.Validate(), columns));
    }

    /// <summary>What the columns of a model stand for, where it learned a table of typed columns; null for points.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">The file is missing, damaged, or no model of this program.</exception>
    public static TableEncoding? ReadEncoding(string path)
    {
        var file = Open(path);
        return !file.Metadata.TryGetValue(EncodingKey, out var text) ? null : Told(path, () =>
        {
            var encoding = TableEncoding.FromJson(Parse(text));
            Require(encoding, [.. ReadColumns(file, path).Select(column => column.Name)], path);
            return RecipeJson.Suits(Parse(file.GetMetadata(RecipeKey)), encoding) ? encoding : throw new InvalidInputException(
                $"{path}: its network and its table speak of different columns; take an undamaged copy.");
        });
    }

    /// <summary>The configuration that a model was saved with; null where it was saved without.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">The file is missing, damaged, or no model of this program.</exception>
    public static JsonObject? ReadConfiguration(string path) =>
        Open(path).Metadata.TryGetValue(ConfigurationKey, out var text) ? Told(path, () => Parse(text)) : null;

    private static void Require(TableEncoding encoding, IReadOnlyList<string> columns, string source)
    {
        if (!encoding.Names.SequenceEqual(columns))
            throw new InvalidInputException($"{source} has other columns than the encoding; take both from one training.");
    }

    private static SafetensorsFile Open(string path)
    {
        var file = SafetensorsFile.Read(path);
        if (!file.Metadata.TryGetValue(FormatKey, out var format) || format is not (Format or FormatOfVersion01))
        {
            throw new InvalidInputException(
                $"{path} is a safetensors file, but no model of this program; give the model.safetensors of a run.");
        }

        return file;
    }

    // What the file claims is held against its arrays before memory is taken.
    private static DiffusionModel Load(SafetensorsFile file, string path, DiffusionRecipe recipe, List<ColumnEntry> columns)
    {
        if (recipe.Conditions is { } groups && groups.Columns != columns.Count)
            throw new InvalidInputException($"{path} has groups of other columns than its own; take an undamaged copy.");
        if (recipe.Discrete.Any(discrete => discrete.First + discrete.Width > columns.Count))
            throw new InvalidInputException($"{path} has discrete columns beyond its own; take an undamaged copy.");
        if (recipe.Start is { } start && start.Columns != columns.Count)
            throw new InvalidInputException($"{path} starts from other columns than its own; take an undamaged copy.");
        if (recipe.JointNormalDividedBy is { } index && (JointNormalNodes.ColumnsOf(recipe, columns.Count) is null
            || index < 0 || index >= recipe.Discrete.Count || NormalGroups.Of(recipe.Discrete[index]) is null))
        {
            throw new InvalidInputException($"{path} has a joint normal of groups that it does not have; take an undamaged copy.");
        }

        var scaling = new Standardization([.. columns.Select(c => c.Mean)], [.. columns.Select(c => c.Deviation)]);
        IReadOnlyList<(float, float)>? range = columns.All(c =>
            c.Low is not null && c.High is not null) ? [.. columns.Select(c => (c.Low!.Value, c.High!.Value))] : null;
        var graph = DenoisingGraph.ForSampling(recipe, columns.Count);
        file.Require<float>(graph.Graph.Parameters.Select(parameter => (parameter.Name, parameter.Shape)));
        var model = new DiffusionModel(recipe, graph, scaling, [.. columns.Select(c => c.Name)], range);
        try
        {
            LoadParameters(model.Values, file);
            return !recipe.JointNormal || JointNormalNodes.IsOne(model) ? model : throw new InvalidInputException(
                $"{path}: its joint normal is none; take an undamaged copy.");
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static List<ColumnEntry> ReadColumns(SafetensorsFile file, string path)
    {
        var columns = JsonSerializer.Deserialize<List<ColumnEntry>>(file.GetMetadata(ColumnsKey)) ?? [];
        return columns.Count is > 0 and <= TableEncoding.MaxWidth
            && columns.All(column => !string.IsNullOrEmpty(column?.Name) && !(column.Low > column.High)) ? columns
            : throw new InvalidInputException($"{path} speaks of {columns.Count} columns that cannot be; take an undamaged copy.");
    }

    /// <summary>Reads something of the metadata; whatever is wrong with it is told with the path.</summary>
    private static T Told<T>(string path, Func<T> read) => FaultSource.Name(path, () =>
    {
        try
        {
            return read();
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or NullReferenceException or FormatException
                or ArgumentException)
        {
            throw new InvalidInputException($"{path}: its metadata cannot be read; take an undamaged copy.", exception);
        }
    });

    private static JsonObject Parse(string text) =>
        JsonNode.Parse(text, documentOptions: Strict) as JsonObject ?? throw new JsonException("This is no object.");

    private static void LoadParameters(ParameterValues<float> values, SafetensorsFile file)
    {
        foreach (var parameter in values.All)
        {
            var plain = file.Get<float>(parameter.Name, parameter.Shape);
            if (plain.Any(value => !float.IsFinite(value)))
            {
                throw new InvalidInputException(
                    $"Array '{parameter.Name}' holds numbers that are not finite; take an undamaged copy.");
            }

            values.Load(parameter, plain);
        }

        values.RefreshTransposed();
    }

    private sealed record ColumnEntry(string Name, float Mean, float Deviation, float? Low = null, float? High = null);
}
