namespace DualScale.Runs;

/// <summary>Thrown when a folder cannot serve as the run that is asked for. Nothing has been written when it is thrown.</summary>
public sealed class RunDirectoryException : InvalidInputException
{
    internal RunDirectoryException(
        RunDirectoryFault fault, string directory, string problem, string hint = "", Exception? cause = null)
        : base($"{problem}{(hint.Length > 0 ? $". {hint}" : Advice(fault))}", cause!) =>
        (Fault, Directory, Problem, Hint) = (fault, directory, problem, hint);

    /// <summary>What is wrong.</summary>
    public RunDirectoryFault Fault { get; }

    /// <summary>The folder as it was given.</summary>
    public string Directory { get; }

    /// <summary>What is wrong in words: the message without what to do about it.</summary>
    public string Problem { get; }

    /// <summary>A sentence with the folder that was probably meant; empty where none is near.</summary>
    public string Hint { get; }

    private static string Advice(RunDirectoryFault fault) => fault switch
    {
        RunDirectoryFault.NoRun => $". Give a folder that {nameof(Run)}.{nameof(Run.Create)} made.",
        RunDirectoryFault.NotTrained => $"; finish it with {nameof(Run)}.{nameof(Run.Train)}.",
        RunDirectoryFault.HoldsRun => $"; choose another folder, or open it with {nameof(Run)}.{nameof(Run.Open)}.",
        RunDirectoryFault.HoldsFile => "; choose another folder or delete it.",
        RunDirectoryFault.HoldsTable => "; choose another folder or move it away.",
        _ => ". Choose another folder.",
    };
}
