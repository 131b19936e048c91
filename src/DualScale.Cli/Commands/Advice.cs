using DualScale.Cli.Terminal;
using DualScale.Runs;
using DualScale.Tables;

namespace DualScale.Cli.Commands;

/// <summary>What went wrong, with what to do about it as commands and options: the library speaks of methods.</summary>
internal static class Advice
{
    public static string Message(Exception exception) => exception switch
    {
        RunDirectoryException { Hint.Length: > 0 } fault => $"{fault.Problem}. {fault.Hint}",
        RunDirectoryException fault => fault.Problem + fault.Fault switch
        {
            RunDirectoryFault.NoRun => ". Give a folder that 'dualscale train --out' wrote.",
            RunDirectoryFault.NotTrained => $"; finish it with 'dualscale train --resume --out {Quoted.Of(fault.Directory)}'.",
            RunDirectoryFault.HoldsRun => "; choose another --out, or continue it with --resume.",
            RunDirectoryFault.HoldsFile => "; choose another --out or delete it.",
            RunDirectoryFault.HoldsTable => "; choose another --out or move it away.",
            _ => ". Choose another --out.",
        },
        TrainingInterruptedException interrupted => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"Interrupted at step {interrupted.Step}; the checkpoint is saved. Continue with 'dualscale train --resume --out {Quoted.Of(interrupted.Directory)}'."),
        TableConditionException fault =>
            $"{string.Join(" and ", fault.Conditions.Select(text => $"{(fault.IsRule ? "--rule" : "--where")} \"{text}\""))}: {fault.Problem}",
        OperationCanceledException when exception.Message == new OperationCanceledException().Message => Failure.Interrupted,
        _ => exception.Message,
    };
}
