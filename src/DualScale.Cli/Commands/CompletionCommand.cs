using System.CommandLine;
using System.Text.Json.Nodes;
using DualScale.Cli.Terminal;

namespace DualScale.Cli.Commands;

/// <summary>
/// <c>dualscale completion bash|zsh|fish|pwsh</c>. The scripts ask the program itself, by its <c>[suggest]</c> directive.
/// </summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    private static readonly Argument<string> Shell = new("shell")
    {
        HelpName = "shell",
        Description = string.Join(", ", Shells),
        CompletionSources = { Shells },
    };

    public static Command Create()
    {
        var command = new Command(
            "completion", "Print a script that teaches a shell to complete commands, options and their values.") { Shell };
        command.SetAction(parsed =>
        {
            var shell = parsed.GetValue(Shell)!;
            if (!Shells.Contains(shell))
            {
                throw new InvalidInputException(
                    $"There is no completion for the shell '{shell}'. {NameSuggestion.Hint(shell, Shells)}");
            }

            using var script = new StreamReader(
                typeof(CompletionCommand).Assembly.GetManifestResourceStream($"dualscale.{shell}")!);
            if (parsed.GetValue(CommonOptions.Json))
                Results.Print(new JsonObject { ["shell"] = shell, ["script"] = script.ReadToEnd() }, json: true);
            else
                Console.Out.Write(script.ReadToEnd());
            return ExitCodes.Done;
        });
        return command;
    }
}
