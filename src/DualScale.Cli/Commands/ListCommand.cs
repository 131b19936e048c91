using System.CommandLine;
using System.Text.Json.Nodes;
using DualScale.Cli.Terminal;
using DualScale.Diffusion;
using DualScale.Runs;
using DualScale.Runs.Configuration;
using DualScale.Tables;

namespace DualScale.Cli.Commands;

/// <summary><c>dualscale list models|data|samplers|presets</c>.</summary>
internal static class ListCommand
{
    private static readonly Dictionary<string, Func<IEnumerable<(string, string)>>> Lists = new()
    {
        ["models"] = () => ModelNames.All,
        ["data"] = () => Shapes.All.Select(shape => (shape.Name, shape.Description)),
        ["samplers"] = () => SamplerCatalogue.All.Select(sampler => (sampler.Name, sampler.Description)),
        ["presets"] = () => Presets.All.Select(preset => (preset.Name, preset.Description)),
    };

    public static Command Create()
    {
        var what = new Argument<string>("what")
        {
            HelpName = "what",
            Description = string.Join(", ", Lists.Keys),
            CompletionSources = { _ => Lists.Keys }
        };
        var command = new Command("list", "Show what models, data, samplers or presets there are.") { what };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(what)!;
            if (!Lists.TryGetValue(name, out var list))
                throw new InvalidInputException($"There is no list '{name}'. {NameSuggestion.Hint(name, Lists.Keys)}");
            Results.Print(new JsonObject(list().Select(item => KeyValuePair.Create(item.Item1, (JsonNode?)item.Item2))),
                parsed.GetValue(CommonOptions.Json));
            return ExitCodes.Done;
        });
        return command;
    }
}
