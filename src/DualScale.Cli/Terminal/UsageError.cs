using System.CommandLine;
using System.Text.RegularExpressions;

namespace DualScale.Cli.Terminal;

/// <summary>What is wrong with a command line, in a sentence, and what was probably meant.</summary>
internal static partial class UsageError
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
        return ExpectedType().Replace(parsed.Errors[0].Message.Split('\n')[0].Trim(), type => type.Groups["name"].Value switch
        {
            nameof(Int32) => $"as a whole number of at most {int.MaxValue}",
            nameof(UInt64) => "as a whole number of at least 0",
            nameof(Double) => "as a number",
            _ => type.Value,
        });
    }

    [GeneratedRegex(@"as expected type '(System\.Nullable`1\[)?System\.(?<name>\w+)\]?'")]
    private static partial Regex ExpectedType();
}
