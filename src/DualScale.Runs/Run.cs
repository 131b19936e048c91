using System.Text.Json.Nodes;
using DualScale.Diffusion;
using DualScale.Runs.Configuration;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>A run directory, read.</summary>
internal sealed class Run
{
    private readonly Lazy<DataSets> _data;

    private Run(RunFiles files, RunConfiguration configuration)
    {
        Files = files;
        Configuration = configuration;
        _data = new Lazy<DataSets>(() => DataSets.Create(
            configuration.Data, configuration.Training.Seed, File.Exists(files.Table) ? TableReader.Read(files.Table) : null));
    }

    public RunFiles Files { get; }

    public RunConfiguration Configuration { get; }

    public DataSets Data => _data.Value;

    /// <summary>What a person calls the data.</summary>
    public string DataName => Path.GetFileName(Configuration.Data.Source);

    /// <summary>What a person calls the model.</summary>
    public string ModelName => Configuration.Model.Title;

    public static Run Open(string directory)
    {
        var files = new RunFiles(directory);
        if (!files.HoldsRun)
            throw new InvalidInputException($"{directory} holds no run. {PathSuggestion.Hint(directory, "Give a folder that 'dualscale train --out' wrote.")}");
        var tree = ConfigurationTree.ToTree(new RunConfiguration());
        ConfigurationTree.Merge(tree, YamlFile.Read(files.Configuration), files.Configuration);
        return new Run(files, ConfigurationTree.FromTree(tree, files.Configuration).Validate());
    }

    public DiffusionModel LoadModel()
    {
        if (!File.Exists(Files.Model))
            throw new InvalidInputException($"{Files.Directory} has no model yet; finish it with 'dualscale train --resume --out {Files.Directory}'.");
        var kept = ConfigurationTree.ToTree(new RunConfiguration());
        ConfigurationTree.Merge(kept, ModelFile.ReadConfiguration(Files.Model) ?? [], Files.Model);
        if (ConfigurationTree.Difference(ConfigurationTree.FromTree(kept, Files.Model), Configuration) is not { } path)
            return ModelFile.Load(Files.Model);
        throw new InvalidInputException($"{Files.Model} belongs to a run with another {path}; put back the run's own model or settings.");
    }

    /// <summary>Seconds of training, from the run's record.</summary>
    public double TrainingSeconds() =>
        ReadJson(Files.Record)?["seconds"]?.GetValue<double>() ?? double.NaN;

    /// <summary>A JSON file of the run, or null where there is none.</summary>
    public static JsonObject? ReadJson(string path)
    {
        try
        {
            return File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) as JsonObject : null;
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or IOException)
        {
            throw new InvalidInputException($"{path} cannot be read: {exception.Message} Delete it; it can be made again.", exception);
        }
    }
}
