using DualScale.Diffusion;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>How to fill the blanks of a table.</summary>
public sealed record ImputationRequest
{
    /// <summary>The draws of a summary where none are said.</summary>
    public const int SummaryDraws = 100;

    /// <summary>
    /// Draws, 1 to <see cref="TableImputing.MostDraws"/>; where null, the default, 1, or <see cref="SummaryDraws"/> of a summary.
    /// </summary>
    public int? Draws { get; init; }

    /// <summary>
    /// Whether blanks are filled by the mean of the draws, or their most frequent text, with the spread beside. Default false.
    /// </summary>
    public bool Summary { get; init; }

    /// <summary>The share of draws that an interval of a summary holds, above 0 and below 1. Default 0.9.</summary>
    public double Interval { get; init; } = 0.9;

    /// <summary>The columns whose blanks are filled; all where null, the default.</summary>
    public ColumnSelection? Columns { get; init; }

    /// <summary>Seed, threads, sampler and guidance; its count says nothing here.</summary>
    public SamplingRequest Sampling { get; init; } = new();

    /// <summary>Writes what the filled table starts with, as far as it is known before any blank is drawn.</summary>
    /// <param name="table">The table.</param>
    /// <param name="writer">Where to; it stays open.</param>
    public void WriteStart(FillableTable table, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(writer);
        table.WriteStart(writer, !Summary && Draws > 1 ? table.Unused(ImputationResult.DrawColumn) : null, isWhole: !Summary);
    }

    /// <summary>Fills the blanks.</summary>
    /// <param name="model">What to draw from, trained with conditions.</param>
    /// <param name="table">The table.</param>
    /// <param name="events">Told how far it is.</param>
    /// <param name="time">Takes the time; the system's where null.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InvalidInputException">The model was trained without conditions, a text of the table was not there in
    /// training, a column to fill is none of the model's, or an option is outside its range.</exception>
    /// <exception cref="RunFailedException">The model sends samples out of range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ImputationResult Fill(
        TableModel model, FillableTable table, IProgress<RunEvent>? events = null, TimeProvider? time = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        time ??= TimeProvider.System;
        var start = time.GetTimestamp();
        if (Summary && Draws < 2)
            throw new InvalidInputException($"The number of draws is {Draws}; give a summary at least 2.");
        if (!(Interval > 0 && Interval < 1))
            throw new InvalidInputException(FormattableString.Invariant($"The interval is {Interval}; give a number between 0 and 1."));
        var sampler = Sampling.SamplerFor(model.Model);
        using var report = new ActivityReport(events, RunActivity.Sampling);
        var imputation = model.Impute(
            table.Table, Draws ?? (Summary ? SummaryDraws : 1), Sampling.OptionsFor(model.Model), Columns, report, cancellation);
        return new ImputationResult(table, imputation)
        {
            Interval = Summary ? Interval : null,
            Sampler = SamplerCatalogue.NameOf(sampler),
            Steps = sampler.Path(model.Model.Levels).Count,
            Seed = Sampling.Seed,
            Seconds = time.GetElapsedTime(start).TotalSeconds,
        };
    }
}
