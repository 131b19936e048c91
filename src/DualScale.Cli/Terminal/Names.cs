using System.CommandLine;
using System.CommandLine.Parsing;

namespace DualScale.Cli.Terminal;

/// <summary>The names that go at a place of the command line.</summary>
internal static class Names
{
    /// <summary>The long names of the options that a parsed command takes, its own and those of all commands.</summary>
    public static IEnumerable<string> Options(ParseResult parsed) => Commands(parsed)
        .SelectMany((command, i) => command.Options.Where(option => !option.Hidden && (i == 0 || option.Recursive)))
        .SelectMany(option => option.Aliases.Prepend(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal));

    /// <summary>The commands that lead to a parsed one, without the program.</summary>
    public static IEnumerable<string> Path(ParseResult parsed) =>
        Commands(parsed).Where(command => command is not RootCommand).Select(command => command.Name).Reverse();

    // The innermost first.
    private static IEnumerable<Command> Commands(ParseResult parsed)
    {
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as CommandResult)
            yield return result.Command;
    }
}
