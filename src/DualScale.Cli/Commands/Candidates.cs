using System.CommandLine.Completions;
using DualScale.Diffusion;
using DualScale.Runs;
using DualScale.Runs.Configuration;

namespace DualScale.Cli.Commands;

/// <summary>What a shell may complete a value with.</summary>
internal static class Candidates
{
    public static IEnumerable<string> Models(CompletionContext context) => ModelNames.All.Select(model => model.Name);

    public static IEnumerable<string> Samplers(CompletionContext context) => SamplerCatalogue.All.Select(sampler => sampler.Name);

    public static IEnumerable<string> Spacings(CompletionContext context) =>
        Enum.GetValues<LevelSpacing>().Select(value => Options.NameOf(value));

    public static IEnumerable<string> Presets(CompletionContext context) =>
        Runs.Configuration.Presets.All.Select(preset => preset.Name);

    public static IEnumerable<string> Shapes(CompletionContext context) => Tables.Shapes.All.Select(shape => shape.Name);

    /// <summary>One more shape after those before the last comma.</summary>
    public static IEnumerable<string> ShapeLists(CompletionContext context)
    {
        var before = context.WordToComplete[..(context.WordToComplete.LastIndexOf(',') + 1)];
        return Shapes(context).Select(shape => before + shape);
    }

    /// <summary>The paths of settings, and after = the values of those that have names.</summary>
    public static IEnumerable<string> Settings(CompletionContext context)
    {
        var path = context.WordToComplete.Split('=')[0];
        return context.WordToComplete.Contains('=') ? ConfigurationTree.Choices(path).Select(value => $"{path}={value}")
            : ConfigurationTree.Paths().Select(setting => $"{setting}=");
    }
}
