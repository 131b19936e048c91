using System.Reflection;
using System.Text.Json.Nodes;
using DualScale.Runs.Configuration;

namespace DualScale.Reproduction;

/// <summary>A named configuration: a file of experiments/, or a user's own. Data and seed are given with each job.</summary>
internal sealed record Experiment(string Name, JsonObject Settings, string Source)
{
    /// <summary>One of the papers' own, by the name of its file.</summary>
    public static Experiment BuiltIn(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"experiments/{name}.yaml")
            ?? throw new InvalidOperationException($"The experiment {name} is missing from the program.");
        using var reader = new StreamReader(stream);
        return new Experiment(name, YamlFile.Read(reader, $"experiments/{name}.yaml"), $"experiments/{name}.yaml");
    }

    /// <summary>A user's own, named after its file.</summary>
    public static Experiment FromFile(string path)
    {
        var experiment = new Experiment(FolderName.Of(path), YamlFile.Read(path), path);
        _ = experiment.Configure(new DataOptions(), 0, null, null);
        return experiment;
    }

    /// <summary>Its configuration for one job.</summary>
    public RunConfiguration Configure(DataOptions data, ulong seed, int? steps, int? points)
    {
        var tree = Presets.Start(Presets.Default, Presets.KindOf(Settings));
        ConfigurationTree.Merge(tree, Settings, Source);
        var configuration = ConfigurationTree.FromTree(tree, Source);
        var all = steps ?? configuration.Training.Steps;
        return (configuration with
        {
            Data = configuration.Data with { Source = data.Source, Points = points ?? configuration.Data.Points },
            Training = configuration.Training with
            {
                Seed = seed,
                Steps = all,
                CheckpointEvery = Math.Max(
                1, Math.Min(configuration.Training.CheckpointEvery, all / 5))
            },
        }).Validate();
    }
}
