namespace DualScale.Runs;

/// <summary>The report of one run.</summary>
public static class RunReporting
{
    /// <summary>
    /// Writes a self-contained page: samples beside data, loss, weights, numbers, configuration. A run that is not evaluated yet
    /// is evaluated first.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The page; <see cref="RunFiles.Report"/> where null.</param>
    /// <param name="events">Told how it goes.</param>
    /// <param name="cancellation">Ends it early; what was measured is kept.</param>
    /// <exception cref="RunDirectoryException">The run is not trained to its end.</exception>
    /// <exception cref="InvalidInputException">A file of the run is damaged, or the page's folder is missing or may not be
    /// written.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ReportResult WriteReport(
        this Run run, string? path = null, IProgress<RunEvent>? events = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        return RunComparison.Of(run).WriteReport(path ?? run.Files.Report, events, cancellation);
    }
}
