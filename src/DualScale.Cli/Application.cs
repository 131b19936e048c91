using System.CommandLine;
using System.CommandLine.Completions;
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
            QuickstartCommand.Create(), InspectCommand.Create(), TrainCommand.Create(), SampleCommand.Create(),
            ImputeCommand.Create(), ScoreCommand.Create(), EvaluateCommand.Create(), DivergenceCommand.Create(),
            CompareCommand.Create(), ReportCommand.Create(), ReproduceCommand.Create(), ListCommand.Create(),
            CompletionCommand.Create(),
        };
        CommonOptions.AddTo(root);
        var suggest = root.Directives.OfType<SuggestDirective>().Single();
        suggest.Action = new SuggestAction(suggest);
        var parsed = root.Parse(args, Arguments.Rules);
        if (parsed.Errors.Count > 0)
            return Failure.Report(parsed, UsageError.Explain(parsed), ExitCodes.BadInput);
        try
        {
            return parsed.Invoke(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception exception)
        {
            var code = exception switch
            {
                InvalidInputException => ExitCodes.BadInput,
                OperationCanceledException => ExitCodes.Interrupted,
                _ => ExitCodes.Failed,
            };
            Failure.Report(parsed, Advice.Message(exception), code);
            if (parsed.GetValue(CommonOptions.Verbose))
                Console.Error.WriteLine(exception);
            return code;
        }
    }
}
