using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;

namespace DualScale.Cli.Terminal;

/// <summary>
/// Prints what the word at the end of <c>[suggest:position] "a command line"</c> may become, a line each. System.CommandLine's
/// own finds no option after one that may be repeated, nothing after <c>--option=</c>, and no command whose name is there in
/// full.
/// </summary>
internal sealed class SuggestAction(Directive suggest) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var line = parseResult.Tokens.LastOrDefault(token => token.Type != TokenType.Directive)?.Value ?? "";
        if (int.TryParse(parseResult.GetResult(suggest)?.Values is [var first, ..] ? first : null, NumberStyles.None,
            CultureInfo.InvariantCulture, out var position) &&
            position < line.Length)
            line = line[..position];
        foreach (var candidate in Candidates(parseResult.RootCommandResult.Command, line).Distinct()
            .Order(StringComparer.Ordinal))
            Console.Out.WriteLine(candidate);
        return ExitCodes.Done;
    }

    private static IEnumerable<string> Candidates(Command root, string line)
    {
        var word = line[(line.LastIndexOfAny([' ', '\t']) + 1)..];
        var before = line[..^word.Length];
        var assigned = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) + 1 : 0;
        var parsed = root.Parse(before, Arguments.Rules);
        if (word.StartsWith('-') && assigned == 0)
            return Names.Options(parsed).Where(name => name.StartsWith(word, StringComparison.Ordinal));
        var (prefix, value) = (word[..assigned], word[assigned..]);
        var separate = assigned == 0 ? line : $"{before}{prefix[..^1]} {value}";
        return root.Parse(separate, Arguments.Rules).GetCompletions(separate.Length).Select(completion => completion.Label)
            .Concat(parsed.CommandResult.Command.Subcommands.Select(command => command.Name))
            .Where(name => name is not (['-', ..] or ['/', ..]) && name.StartsWith(value, StringComparison.Ordinal))
                .Select(name => prefix + name);
    }
}
