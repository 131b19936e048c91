using System.CommandLine;
using DualScale.Cli.Commands;
using DualScale.Cli.Terminal;

namespace DualScale.Cli;

/// <summary>The program: its commands, and the mapping of every failure to one line and an exit code.</summary>
internal static class Application
{
    public static int Run(string[] args)
    {
        var root = new RootCommand("Generative models of low-dimensional data: train, sample, evaluate, report.")
        {
            QuickstartCommand.Create(), TrainCommand.Create(), SampleCommand.Create(), EvaluateCommand.Create(),
            DivergenceCommand.Create(), ReportCommand.Create(), ReproduceCommand.Create(), ListCommand.Create(),
        };
        CommonOptions.AddTo(root);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
            return Failure.Report(parsed, $"{Explain(parsed, root)} See 'dualscale {string.Join(' ', CommandPath(parsed))}--help'.", ExitCodes.BadInput);
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception exception)
        {
            var (message, code) = exception switch
            {
                InvalidInputException => (exception.Message, ExitCodes.BadInput),
                OperationCanceledException => (exception.Message == new OperationCanceledException().Message ? Failure.Interrupted : exception.Message, ExitCodes.Interrupted),
                _ => (exception.Message, ExitCodes.Failed),
            };
            Failure.Report(parsed, message, code);
            if (parsed.GetValue(CommonOptions.Verbose))
                Console.Error.WriteLine(exception);
            return code;
        }
    }

    private static string Explain(ParseResult parsed, RootCommand root)
    {
        string[] names = [.. root.Subcommands.Select(command => command.Name)];
        if (parsed.CommandResult.Command == root && parsed.UnmatchedTokens is [{ } word, ..] && !word.StartsWith('-'))
            return $"There is no command '{word}'. {NameSuggestion.Hint(word, names)}";
        return parsed.Errors[0].Message.Split('\n')[0].Trim()
            .Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal)
            .Replace("as expected type 'System.UInt64'", "as a whole number of at least 0", StringComparison.Ordinal);
    }

    private static IEnumerable<string> CommandPath(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? [] : [parsed.CommandResult.Command.Name, ""];
}
