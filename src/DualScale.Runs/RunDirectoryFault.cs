namespace DualScale.Runs;

/// <summary>Why a folder cannot serve as the run that is asked for.</summary>
public enum RunDirectoryFault
{
    /// <summary>There is no run in it.</summary>
    NoRun,

    /// <summary>Its run has no finished model yet.</summary>
    NotTrained,

    /// <summary>A new run was to be made where there is one.</summary>
    HoldsRun,

    /// <summary>A new run was to be made where there is a file of another.</summary>
    HoldsFile,

    /// <summary>A new run was to be made where there is another table.</summary>
    HoldsTable,

    /// <summary>The folder cannot be made.</summary>
    CannotBeMade,
}
