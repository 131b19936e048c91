using DualScale.Runs.Report;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>
/// Several runs side by side. What is missing is measured when it is first asked for, and kept. Not for several threads at once.
/// </summary>
public sealed class RunComparison
{
    private readonly Run[] _runs;
    private readonly string[] _names;
    private readonly EvaluationResult?[] _evaluations;
    private readonly PointSet?[] _samples;

    private RunComparison(IReadOnlyList<Run> runs)
    {
        _runs = [.. runs];
        _names = NamesOf(_runs);
        _evaluations = new EvaluationResult?[_runs.Length];
        _samples = new PointSet?[_runs.Length];
    }

    /// <summary>Compares runs.</summary>
    /// <param name="runs">At least one, in the order in which they are shown.</param>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public static RunComparison Of(params IReadOnlyList<Run> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return runs.Count > 0 ? new RunComparison(runs) : throw new InvalidInputException(
            "There are no runs to compare; give at least one.");
    }

    /// <summary>The runs' numbers, a row each. Runs that are not evaluated yet are evaluated first.</summary>
    /// <param name="events">Told how it goes.</param>
    /// <param name="cancellation">Ends it early; what was measured is kept.</param>
    /// <exception cref="RunDirectoryException">A run is not trained to its end.</exception>
    /// <exception cref="InvalidInputException">A file of a run is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<ComparedRun> Rows(IProgress<RunEvent>? events = null, CancellationToken cancellation = default) =>
        [.. _runs.Select(
            (run, i) => new ComparedRun(_names[i], run.Configuration, run.ReadTraining(), Evaluation(i, events, cancellation)))];

    /// <summary>
    /// Writes a self-contained page, the verdict, numbers side by side, samples beside data, the density of one or two
    /// columns, their way from noise, losses, weights, quality against network calls, configurations, and each of its figures as
    /// a file beside it. Runs that are not evaluated yet are evaluated first.
    /// </summary>
    /// <param name="path">The page.</param>
    /// <param name="events">Told how it goes.</param>
    /// <param name="cancellation">Ends it early; what was measured is kept.</param>
    /// <exception cref="RunDirectoryException">A run is not trained to its end.</exception>
    /// <exception cref="InvalidInputException">A file of a run is damaged, or the page's folder is missing or may not be
    /// written.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ReportResult WriteReport(string path, IProgress<RunEvent>? events = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        var views = _runs.Select((run, i) =>
        {
            var evaluation = Evaluation(i, events, cancellation);
            return ReportSession.View(
                _names[i], run, evaluation, _samples[i] ??= run.Sample(evaluation.Request, events, cancellation).Points,
                thorough: true, events, cancellation);
        }).ToArray();
        return ReportSession.Write(views, path);
    }

    private EvaluationResult Evaluation(int i, IProgress<RunEvent>? events, CancellationToken cancellation)
    {
        if (_evaluations[i] is { } known)
            return known;
        var run = _runs[i];
        var evaluation = run.ReadEvaluation();
        if (evaluation is null || run.EvaluationIsStale)
        {
            events?.Report(new RunMessage($"{_names[i]} is not evaluated yet."));
            var drawn = run.Sample(null, events, cancellation);
            (evaluation, _samples[i]) = (run.Evaluate(drawn, 0, events, cancellation), drawn.Points);
        }

        return _evaluations[i] = evaluation;
    }

    private static string[] NamesOf(IReadOnlyList<Run> runs)
    {
        var parts = runs.Select(
            run => Path.TrimEndingDirectorySeparator(Path.GetFullPath(run.Files.Directory)).Split(Path.DirectorySeparatorChar))
                .ToArray();
        for (var length = 1; ; length++)
        {
            var names = parts.Select(part => string.Join('/', part.TakeLast(length))).ToArray();
            if (names.Distinct().Count() == names.Length || length >= parts.Max(part => part.Length))
                return names;
        }
    }
}
