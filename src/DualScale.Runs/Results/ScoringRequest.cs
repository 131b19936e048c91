using DualScale.Diffusion;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>How to score the rows of a table by how likely a model holds them.</summary>
public sealed record ScoringRequest
{
    /// <summary>Whether log-likelihoods are in bits. Default false: in nats.</summary>
    public bool Bits { get; init; }

    /// <summary>Whether the least likely rows come first. Default false: the table's order.</summary>
    public bool Rank { get; init; }

    /// <summary>How exactly they are computed; the defaults where left out.</summary>
    public LikelihoodOptions Options { get; init; } = new();

    /// <summary>Scores the rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="points">The rows, in the order of the model's columns.</param>
    /// <param name="events">Told how far it is.</param>
    /// <param name="time">Takes the time; the system's where null.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InvalidInputException">The points have other columns than the model, an option is outside its range, or
    /// the model has a noise grid.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ScoringResult Score(
        DiffusionModel model, PointSet points, IProgress<RunEvent>? events = null, TimeProvider? time = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(points);
        time ??= TimeProvider.System;
        var start = time.GetTimestamp();
        using var report = new ActivityReport(events, RunActivity.Scoring);
        var likelihood = model.LogLikelihood(points, Options, report, cancellation);
        return new ScoringResult(points, Bits ? likelihood.InBits() : likelihood)
        {
            Unit = Bits ? "bits" : "nats",
            Ranked = Rank,
            Seconds = time.GetElapsedTime(start).TotalSeconds,
        };
    }
}
