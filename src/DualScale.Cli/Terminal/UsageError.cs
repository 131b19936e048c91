using System.CommandLine;

namespace DualScale.Cli.Terminal;

/// <summary>What is wrong with a command line, in a sentence, and what was probably meant.</summary>
internal static class UsageError
{
    public static string Explain(ParseResult parsed) =>
        $"{Fault(parsed)} See 'dualscale {string.Concat(Names.Path(parsed).Select(name => name + " "))}--help'.";

    private static string Fault(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [[not '-', ..] word, ..])
            return $"There is no command '{word}'. {NameSuggestion.Hint(word, [.. command.Subcommands.Select(subcommand => subcommand.Name)])}";
        if (parsed.UnmatchedTokens.FirstOrDefault(token => token is ['-', _, ..])?.Split('=')[0] is { } option)
            return $"There is no option '{option}'.{(NameSuggestion.Closest(option, Names.Options(parsed)) is { } near ? $" Did you mean '{near}'?" : "")}";
        return parsed.Errors[0].Message.Split('\n')[0].Trim()
            .Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal)
            .Replace("as expected type 'System.UInt64'", "as a whole number of at least 0", StringComparison.Ordinal);
    }
}
