using System.Text;
using DualScale.Diffusion;
using DualScale.Interchange;

namespace DualScale.Runs;

/// <summary>How to score the rows of a table by how likely a model holds them.</summary>
public sealed record ScoringRequest
{
    /// <summary>Whether log-likelihoods are in bits. Default false: in nats.</summary>
    public bool Bits { get; init; }

    /// <summary>
    /// Whether the least likely rows come first. Default false: the table's order, in which no more than a part of the table is
    /// in memory, and 8 bytes a row; ranked, all of it is.
    /// </summary>
    public bool Rank { get; init; }

    /// <summary>How exactly they are computed; the defaults where left out.</summary>
    public LikelihoodOptions Options { get; init; } = new();

    /// <summary>
    /// Scores the rows, and writes a line a row as CSV: its number in the table from 1, its columns, its log-likelihood and,
    /// where that is an estimate, its standard error.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="writer">Where to, as they are scored; it stays open. Nothing is written where null, the default.</param>
    /// <param name="events">Told how far it is.</param>
    /// <param name="time">Takes the time; the system's where null.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InvalidInputException">The rows have other columns than the model, an option is outside its range, the model
    /// has a noise grid, or the file of the rows is another than it was.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ScoringResult Score(
        DiffusionModel model, ScoringRows rows, TextWriter? writer = null, IProgress<RunEvent>? events = null,
        TimeProvider? time = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        time ??= TimeProvider.System;
        var start = time.GetTimestamp();
        var unit = Bits ? "bits" : "nats";
        using var report = new ActivityReport(events, RunActivity.Scoring);
        using var lines = writer is null ? null : new ScoreWriter(writer, rows.Names, unit);
        var (scores, seen, calls, isEstimate) = (new double[rows.Count], 0, 0L, false);
        var kept = new List<(ScoringPart Part, LogLikelihood Likelihood)>();
        foreach (var part in rows.Parts)
        {
            var likelihood = ScorePart(model, part, rows.Count, report, cancellation);
            (seen, calls, isEstimate) =
                (seen + part.Points.Count, calls + likelihood.Calls, likelihood.RowErrors.Count > 0);
            for (var row = 0; row < part.Points.Count; row++)
            {
                scores[part.First + row] = likelihood.Rows[row];
                if (!Rank)
                    lines?.Write(part, likelihood, row);
            }

            if (Rank && lines is not null)
                kept.Add((part.WithoutPoints(), likelihood));
        }

        if (seen < rows.Count)
            throw Changed("shrunk");
        if (Rank && lines is not null)
            WriteRanked(lines, kept, scores);
        return new ScoringResult(scores)
        {
            Columns = rows.Names.Count,
            IsEncoded = rows.IsEncoded,
            Unit = unit,
            Trace = DualScale.Options.NameOf(isEstimate ? TraceKind.Estimated : TraceKind.Exact),
            Calls = calls,
            Seconds = time.GetElapsedTime(start).TotalSeconds,
        };
    }

    /// <summary>Scores the rows into a file of CSV, written whole or not at all.</summary>
    /// <param name="path">The file; what was there is replaced.</param>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="events">Told how far it is.</param>
    /// <param name="time">Takes the time; the system's where null.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The result with its <see cref="ScoringResult.Path"/>.</returns>
    /// <exception cref="InvalidInputException">The folder is missing or may not be written; or as in <see cref="Score"/>.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ScoringResult Save(
        string path, DiffusionModel model, ScoringRows rows, IProgress<RunEvent>? events = null, TimeProvider? time = null,
        CancellationToken cancellation = default)
    {
        ScoringResult? result = null;
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
            result = Score(model, rows, writer, events, time, cancellation);
        });
        return result! with { Path = path };
    }

    private LogLikelihood ScorePart(
        DiffusionModel model, ScoringPart part, int rows, IProgress<double> progress, CancellationToken cancellation)
    {
        var count = part.Points.Count;
        if (part.First + count > rows)
            throw Changed("grown");
        var likelihood = model.LogLikelihood(part.Points, Options with { First = Options.First + part.First },
            ShareOfWhole.Of(progress, part.First, count, rows), cancellation);
        return Bits ? likelihood.InBits() : likelihood;
    }

    private static InvalidInputException Changed(string how) => new(
        $"The table has {how} since it was checked; score it when nothing else writes it.");

    // Rows without a number, which are the furthest out, first.
    private static void WriteRanked(
        ScoreWriter lines, List<(ScoringPart Part, LogLikelihood Likelihood)> kept, double[] scores)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length)];
        order.AsSpan().Sort((one, other) => (scores[one], one).CompareTo((scores[other], other)));
        var most = kept[0].Likelihood.Rows.Count;
        foreach (var row in order)
            lines.Write(kept[row / most].Part, kept[row / most].Likelihood, row % most);
    }
}
